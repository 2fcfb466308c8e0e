"""Ladders of generalisations: each sealed fact in words that say less and less, proposed by the product."""

from .covers import Among, Called, Cover, Days, HowMany, Related, Where, from_json, holds
from .lines import chosen_rungs, propose
from .rungs import EXACT, NOTHING, Ladder, Need, Rung
from .subjects import COUNT, EVENT, PERSON, Subject, reference_day, subjects_of

__all__ = [
    "COUNT",
    "EVENT",
    "EXACT",
    "NOTHING",
    "PERSON",
    "Among",
    "Called",
    "Cover",
    "Days",
    "HowMany",
    "Ladder",
    "Need",
    "Related",
    "Rung",
    "Subject",
    "Where",
    "chosen_rungs",
    "from_json",
    "holds",
    "propose",
    "reference_day",
    "subjects_of",
]
