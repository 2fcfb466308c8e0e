"""The only door out of a case: consents, releases in their exact words, and what each statement rests on.

``PublicRelease`` and ``Statement`` know nothing of cases: campaigns, letters and pages may refer to them. A
``Dossier`` ties a release to its case, its author and its approver.
"""

from __future__ import annotations

from .allowances import AllowedOccurrence
from .consents import FOR_A_CHILD, BestInterests, Consent, Obtained, Relation, Settlement
from .dossiers import Basis, Dossier
from .drafting import ReleaseDraft, ReleasePicture, ToldFacts
from .family import FamilyCode
from .guard import Verdict
from .releases import GonePage, PublicRelease, Statement
from .telling import OF_ALL, Audience, Item
from .withdrawn import WithdrawnWords

__all__ = [
    "FOR_A_CHILD",
    "OF_ALL",
    "AllowedOccurrence",
    "Audience",
    "Basis",
    "BestInterests",
    "Consent",
    "Dossier",
    "FamilyCode",
    "GonePage",
    "Item",
    "Obtained",
    "PublicRelease",
    "Relation",
    "ReleaseDraft",
    "ReleasePicture",
    "Settlement",
    "Statement",
    "ToldFacts",
    "Verdict",
    "WithdrawnWords",
]
