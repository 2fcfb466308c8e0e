"""The case file in HURIDOCS terms: persons, ties, events, involvements, information, interventions, fate.

Every text is sealed under the case's own key (``cases.vault``), which lives outside the database. What stays in the
clear (kinds, uncertain dates, counts, certainty) is what the desk sorts and filters by; the threat model says so.
"""

from .attachments import Attachment
from .events import Confirmation, Event, Information, Intervention, Involvement, Reliability
from .files import Assignment, Case, Earlier, HeadlineCount
from .persons import Certainty, Fate, Person, PersonDetail, PersonName, Tie, Whereabouts
from .risk import Risk

__all__ = [
    "Assignment",
    "Attachment",
    "Case",
    "Certainty",
    "Confirmation",
    "Earlier",
    "Event",
    "Fate",
    "HeadlineCount",
    "Information",
    "Intervention",
    "Involvement",
    "Person",
    "PersonDetail",
    "PersonName",
    "Reliability",
    "Risk",
    "Tie",
    "Whereabouts",
]
