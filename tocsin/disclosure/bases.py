"""What the lines of a release rest on. The database has the last word (``disclosure_line_without_basis``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.cases.models import Case, Person
from tocsin.core.actions import Refused

from .children import children_of
from .models import Audience, Basis, BestInterests, Consent, Dossier, Item, PublicRelease, Relation, Settlement
from .words import Line

M = TypeVar("M", Consent, BestInterests)
LIVE = PublicRelease.State.APPROVED


def today() -> dt.date:
    """The day as the database counts it: UTC. A consent ends with its last day there."""
    return dt.datetime.now(dt.UTC).date()


def current(rows: QuerySet[M]) -> QuerySet[M]:
    """Neither withdrawn nor past their day."""
    return rows.filter(Q(until__isnull=True) | Q(until__gte=today()), withdrawn_at__isnull=True)


def current_consents(case: Case) -> QuerySet[Consent]:
    """Every yes on which a line may rest."""
    return current(Consent.objects.filter(case=case, answer=Consent.Answer.YES, carries=True))


def standing_refusals(case: Case) -> QuerySet[Consent]:
    return current(Consent.objects.filter(case=case, answer=Consent.Answer.NO))


def current_decisions(case: Case) -> QuerySet[BestInterests]:
    return current(BestInterests.objects.filter(case=case, confirmed_by__isnull=False))


def refusals_against(case: Case, person: Person | None, item: str, audience: str) -> QuerySet[Consent]:
    """Each standing no that concerns an item told to an audience, settled or not; as in the view."""
    whose = standing_refusals(case).filter(person=person)
    about = Q(item=item) if person is None else Q(item=item) | Q(item=Item.EXISTENCE)
    return whose.filter(about) if audience == Audience.PUBLIC else whose.filter(about, audience=audience)


def unsettled(case: Case, person: Person | None, item: str, audience: str) -> list[Consent]:
    """Those of them that no decision of two people outweighs."""
    standing = current_decisions(case).filter(person=person, item=item, audience=audience)
    settled = set(Settlement.objects.filter(decision__in=standing).values_list("refusal_id", flat=True))
    against = refusals_against(case, person, item, audience).order_by("pk")
    return [refusal for refusal in against if refusal.binding or refusal.pk not in settled]


@dataclass
class _Missing:
    """Numbers of lines: without a basis; against a standing no; resting on a child's word alone."""

    bare: list[int]
    refused: list[int]
    childs: list[int]


def find_bases(dossier: Dossier, audience: str, lines: Sequence[Line]) -> list[Basis]:
    """For each line what it rests on, the newest consent first. Raises Refused (no_consent, conflict, child_alone)."""
    found: list[Basis] = []
    missing, children = _Missing([], [], []), children_of(dossier.case)
    for position, line in enumerate(lines, 1):
        bases = [_basis(dossier, audience, position, person, item, children) for person, item in line.rests_on]
        found += [basis for basis in bases if basis is not None]
        _note(missing, position, dossier.case, audience, line, bases)
    _complain(missing)
    return found


def lines_without_basis(release_id: UUID) -> list[int]:
    """The lines of a release that rest on nothing current, or against a standing no, as the database sees it."""
    return _lines("disclosure_line_without_basis", release_id)


def lines_in_conflict(release_id: UUID) -> list[int]:
    """Those of them that somebody's standing no concerns."""
    return _lines("disclosure_line_in_conflict", release_id)


def require_bases(release_id: UUID) -> None:
    """Raise Refused (no_consent, conflict) unless every line of a release rests on something current."""
    if missing := lines_without_basis(release_id):
        refused = lines_in_conflict(release_id)
        _complain(_Missing([line for line in missing if line not in refused], refused, []))


def require_grown_ups(dossier: Dossier) -> None:
    """Raise Refused (child_alone) where a line rests on the own word of somebody who is now known to be a child."""
    children = children_of(dossier.case)
    bases = Basis.objects.filter(dossier=dossier, consent__relation=Relation.SELF).order_by("position")
    _complain(_Missing([], [], sorted({basis.position for basis in bases if basis.person_id in children})))


def live_without_basis() -> list[PublicRelease]:
    """Live releases of which some line rests on nothing any more, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT release_id FROM disclosure_line_without_basis AS line"
            " JOIN disclosure_public_release AS release ON release.id = line.release_id WHERE release.state = %s",
            [LIVE],
        )
        found = [row[0] for row in cursor.fetchall()]
    return list(PublicRelease.objects.filter(pk__in=found).order_by("live_at", "pk"))


def resting_on(*, consent: Consent | None = None, decision: BestInterests | None = None) -> list[PublicRelease]:
    """The releases under way or live that name this consent, or this decision, as a basis."""
    named = Q(consent=consent) if consent is not None else Q(best_interests=decision)
    dossiers = Basis.objects.filter(named).values("dossier__release")
    under_way = PublicRelease.objects.filter(pk__in=dossiers, state__in=PublicRelease.UNDER_WAY)
    return list(under_way.order_by("proposed_at"))


def no_consent(lines: Sequence[int]) -> Refused:
    """The refusal that says which lines."""
    said = ngettext(
        "Line %(lines)s rests on no current consent for this audience.",
        "Lines %(lines)s rest on no current consent for this audience.",
        len(lines),
    ) % {"lines": ", ".join(map(str, lines))}
    remedy = _("Record the family's consent or a best-interests decision, or leave these lines out.")
    return Refused(said, remedy, code="no_consent", facts={"lines": list(lines)})


def conflict(lines: Sequence[int]) -> Refused:
    said = ngettext(
        "Somebody said no to what line %(lines)s tells.", "Somebody said no to what lines %(lines)s tell.", len(lines)
    ) % {"lines": ", ".join(map(str, lines))}
    remedy = _(
        "Leave it out, or settle it: whoever said no takes it back, or two people decide in the person's best"
        " interests, knowing of the no."
    )
    return Refused(said, remedy, code="conflict", facts={"lines": list(lines)})


def child_alone(lines: Sequence[int]) -> Refused:
    said = ngettext(
        "Line %(lines)s rests on the word of a child alone.", "Lines %(lines)s rest on the word of a child alone.",
        len(lines),
    ) % {"lines": ", ".join(map(str, lines))}  # fmt: skip
    remedy = _(
        "A parent or guardian must agree as well; if none can be asked, two people decide in the child's best"
        " interests."
    )
    return Refused(said, remedy, code="child_alone", facts={"lines": list(lines)})


def _note(
    missing: _Missing, position: int, case: Case, audience: str, line: Line, bases: Sequence[Basis | None]
) -> None:
    if any(unsettled(case, person, item, audience) for person, item in line.rests_on):
        missing.refused.append(position)
    elif not bases or None in bases:
        lacking = [told for told, basis in zip(line.rests_on, bases, strict=True) if basis is None]
        childs = bool(lacking) and all(_childs_word(case, person, item, audience) for person, item in lacking)
        (missing.childs if childs else missing.bare).append(position)


def _childs_word(case: Case, person: Person | None, item: str, audience: str) -> bool:
    """Whether there is a yes, only one that does not carry."""
    said = Consent.objects.filter(case=case, answer=Consent.Answer.YES, person=person, item=item, audience=audience)
    return person is not None and current(said).exists()


def _complain(missing: _Missing) -> None:
    for lines, refusal in ((missing.refused, conflict), (missing.bare, no_consent), (missing.childs, child_alone)):
        if lines:
            raise refusal(lines)


def _lines(view: str, release_id: UUID) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT position FROM {view} WHERE release_id = %s ORDER BY position", [release_id])  # noqa: S608
        return [int(row[0]) for row in cursor.fetchall()]


def _basis(
    dossier: Dossier, audience: str, position: int, person: Person | None, item: str, children: Iterable[UUID]
) -> Basis | None:
    if person is not None and person.case_id != dossier.case_id:
        raise Refused(_("Not all of these persons are of this case."), code="other_case")
    told = Q(person=person, item=item, audience=audience)
    consents = current_consents(dossier.case).filter(told)
    if person is not None and person.pk in children:
        consents = consents.exclude(relation=Relation.SELF)
    consent = consents.order_by("-recorded_at", "-pk").first()
    decision = None if consent else current_decisions(dossier.case).filter(told).order_by("-pk").first()
    if consent is None and decision is None:
        return None
    return Basis(dossier=dossier, position=position, person=person, item=item, consent=consent, best_interests=decision)
