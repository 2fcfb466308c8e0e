"""What the lines of a release rest on. The database has the last word (``disclosure_line_without_basis``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.cases.models import Case, Person
from tocsin.core.actions import Refused

from .models import Basis, BestInterests, Consent, Dossier, PublicRelease
from .words import Line

M = TypeVar("M", Consent, BestInterests)


def current_consents(case: Case) -> QuerySet[Consent]:
    return _current(Consent.objects.filter(case=case))


def current_decisions(case: Case) -> QuerySet[BestInterests]:
    return _current(BestInterests.objects.filter(case=case, confirmed_by__isnull=False))


def find_bases(dossier: Dossier, audience: str, lines: Sequence[Line]) -> list[Basis]:
    """For each line what it rests on, the newest consent first. Raises Refused (no_consent, other_case)."""
    found: list[Basis] = []
    missing: list[int] = []
    for position, line in enumerate(lines, 1):
        bases = [_basis(dossier, audience, position, person, item) for person, item in line.rests_on]
        found += [basis for basis in bases if basis is not None]
        if not bases or None in bases:
            missing.append(position)
    if missing:
        raise no_consent(missing)
    return found


def lines_without_basis(release_id: UUID) -> list[int]:
    """The lines of a release that rest on nothing current, as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position FROM disclosure_line_without_basis WHERE release_id = %s ORDER BY position", [release_id]
        )
        return [int(row[0]) for row in cursor.fetchall()]


def releases_resting_on(consent: Consent) -> list[PublicRelease]:
    """The approved releases that name this consent as a basis."""
    dossiers = Basis.objects.filter(consent=consent).values("dossier__release")
    return list(PublicRelease.objects.filter(pk__in=dossiers, state=PublicRelease.State.APPROVED))


def no_consent(lines: Sequence[int]) -> Refused:
    """The refusal that says which lines."""
    said = ngettext(
        "Line %(lines)s rests on no current consent for this audience.",
        "Lines %(lines)s rest on no current consent for this audience.",
        len(lines),
    ) % {"lines": ", ".join(map(str, lines))}
    remedy = _("Record the family's consent or a best-interests decision, or leave these lines out.")
    return Refused(said, remedy, code="no_consent", facts={"lines": list(lines)})


def _basis(dossier: Dossier, audience: str, position: int, person: Person | None, item: str) -> Basis | None:
    if person is not None and person.case_id != dossier.case_id:
        raise Refused(_("Not all of these persons are of this case."), code="other_case")
    told = Q(person=person, item=item, audience=audience) if person else Q(person=None, item=item, audience=audience)
    consent = current_consents(dossier.case).filter(told).order_by("-recorded_at", "-pk").first()
    decision = None if consent else current_decisions(dossier.case).filter(told).order_by("-pk").first()
    if consent is None and decision is None:
        return None
    return Basis(dossier=dossier, position=position, person=person, item=item, consent=consent, best_interests=decision)


def _current(rows: QuerySet[M]) -> QuerySet[M]:
    today = dt.datetime.now(dt.UTC).date()
    return rows.filter(Q(until__isnull=True) | Q(until__gte=today), withdrawn_at__isnull=True)
