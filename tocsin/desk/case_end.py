"""What the end of a case means, for the screens on which it is proposed and carried out."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.cases.models import Case
from tocsin.cases.models.access import CaseExport
from tocsin.cases.opened import OpenedCase
from tocsin.core.actions import Actor
from tocsin.disclosure import queries as disclosure
from tocsin.disclosure.models import PublicRelease
from tocsin.intake import queries as intake


@dataclass(frozen=True)
class End:
    """How much goes for good; ``standing`` releases stand in the way; ``taken`` files are where they were taken to."""

    persons: int
    names: int
    events: int
    attachments: int
    reports: int
    consents: int
    releases: int
    standing: int
    taken: int


def read(actor: Actor, case: Case, opened: OpenedCase) -> End:
    """Raises NotPermitted."""
    ledger = disclosure.ledger(actor, case)
    states = [one.release.state for one in ledger.releases]
    standing = [state for state in states if state in PublicRelease.UNDER_WAY]
    return End(
        persons=len(opened.persons),
        names=sum(len(person.names) for person in opened.persons),
        events=len(opened.events),
        attachments=len(opened.attachments),
        reports=intake.visible_to(actor).filter(case_id=case.pk).count(),
        consents=len(ledger.consents),
        releases=len(states) - len(standing),
        standing=len(standing),
        taken=CaseExport.objects.filter(case=case, downloads__gt=0).count(),
    )
