"""The case file in HURIDOCS terms: persons, ties, events, involvements, information, interventions, fate.

Every text is sealed under the case's own key (``cases.vault``), which lives outside the database. What stays in the
clear (kinds, uncertain dates, counts, certainty) is what the desk sorts and filters by; the threat model says so.
"""

from .access import (
    CaseExport,
    CaseNumber,
    CaseReview,
    CaseView,
    Destruction,
    EmergencyOpening,
    IndexedName,
    LegalHold,
    NameKey,
)
from .attachments import Attachment
from .events import Confirmation, Event, Information, Intervention, Involvement, Reliability
from .files import Assignment, Case, Earlier, HeadlineCount
from .persons import Certainty, Fate, Person, PersonDetail, PersonName, Tie, Whereabouts
from .risk import Risk

__all__ = [
    "Assignment",
    "Attachment",
    "Case",
    "CaseExport",
    "CaseNumber",
    "CaseReview",
    "CaseView",
    "Certainty",
    "Confirmation",
    "Destruction",
    "Earlier",
    "EmergencyOpening",
    "Event",
    "Fate",
    "HeadlineCount",
    "IndexedName",
    "Information",
    "Intervention",
    "Involvement",
    "LegalHold",
    "NameKey",
    "Person",
    "PersonDetail",
    "PersonName",
    "Reliability",
    "Risk",
    "Tie",
    "Whereabouts",
]
