"""Reports out of the letterbox: parts are laid by, still sealed, until a bundle is whole; then it becomes a report.

Laying by cannot fail, so that the letterbox is emptied within seconds. What cannot be kept yet, since a key is away or
the guard cannot read, stays laid by and is tried again.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max
from django.utils import timezone

from tocsin.accounts.actors import system
from tocsin.accounts.alerts import alert
from tocsin.core.actions import Actor, Done, action
from tocsin.core.keyring import KeyMissing
from tocsin.core.sealing import SealingError
from tocsin.front import payloads
from tocsin.front.bundles import MOST_PARTS, Bundle, NotWhole, join
from tocsin.front.chores import every_round
from tocsin.front.drain import REPORTS, drain_batch
from tocsin.front.handling import handles
from tocsin.front.opening import Opened

from . import people, policy, vault
from .keeping import IncomingFile, Words, keep_entry, keep_report
from .models import ArrivingPart, Entry, Receipt, Report

log = logging.getLogger("tocsin.intake")

BATCH = 100
PATIENCE = dt.timedelta(days=2)
"""After so long a bundle of which a part is missing is given up: its sender was told that it was not kept."""
LOOKUP = 32
UNKNOWN = "came with a receipt code of no report"


@handles("report")
def lay_by(rows: Sequence[Opened[Any]]) -> list[str]:
    """One outcome a row: ``laid_by``, ``repeated`` where that part is here already, or ``shapeless``."""
    parts, outcomes = [], []
    for row in rows:
        part = row.payload
        if not 0 <= part.number < part.of <= MOST_PARTS or not _is_id(part.arrival):
            outcomes.append("shapeless")
            continue
        arrival = UUID(part.arrival)
        outcomes.append("repeated" if _is_here(arrival, part.number) else "laid_by")
        parts.append(
            ArrivingPart(
                id=row.id, arrival=arrival, number=part.number, of=part.of, hour=row.hour, payload=row.sealed.payload
            )
        )
    ArrivingPart.objects.bulk_create(parts, ignore_conflicts=True)
    return outcomes


def collect_reports(*, actor: Actor) -> int:
    """Empty the letterbox of reports and keep those that are whole; returns how many came. For the tender.

    A bundle that cannot be kept holds up no other.
    """
    while drain_batch(actor=actor, limit=BATCH, box=REPORTS).rows:
        pass
    kept = 0
    for arrival in _whole():
        try:
            kept += keep_arrival(actor=actor, arrival=arrival)
        except (KeyMissing, SealingError) as fault:
            log.error("A report waits: it cannot be opened or sealed (%s).", type(fault).__name__)
    return kept


@every_round("reports")
def tend() -> None:
    """What the desk does with reports every few seconds."""
    collect_reports(actor=system("letterbox"))
    give_up(actor=system("letterbox"))


@action("intake.arrival_kept", policy=policy.may_collect)
def keep_arrival(*, actor: Actor, arrival: UUID) -> Done[int]:
    """Make a whole bundle a report, or an addition to one; 1, or 0 where somebody else just did, or it is spoilt."""
    parts = list(ArrivingPart.objects.select_for_update(skip_locked=True).filter(arrival=arrival).order_by("number"))
    if not parts:
        return Done(0, subject=f"arrival:{arrival}", detail={"became": "nothing"})
    became = _keep(parts)
    ArrivingPart.objects.filter(pk__in=[part.pk for part in parts]).delete()
    return Done(int(became != "spoilt"), subject=f"arrival:{arrival}", detail={"became": became, "parts": len(parts)})


@action("intake.arrivals_given_up", policy=policy.may_collect)
def _give_up(*, actor: Actor, arrivals: Sequence[UUID]) -> Done[int]:
    gone, _each = ArrivingPart.objects.filter(arrival__in=arrivals).delete()
    return Done(gone, subject="letterbox:reports", detail={"parts": gone})


def give_up(*, actor: Actor) -> int:
    """Delete the parts of bundles that will never be whole; returns how many parts."""
    latest = ArrivingPart.objects.values("arrival").annotate(latest=Max("hour"))
    stale = list(latest.filter(latest__lt=timezone.now() - PATIENCE).values_list("arrival", flat=True))
    return _give_up(actor=actor, arrivals=stale) if stale else 0


def _whole() -> list[UUID]:
    counted = ArrivingPart.objects.values("arrival").annotate(here=Count("pk"), wanted=Max("of"), hour=Max("hour"))
    return list(counted.filter(here=F("wanted")).order_by("hour").values_list("arrival", flat=True))


def _keep(parts: Sequence[ArrivingPart]) -> str:
    """What the parts became: ``report``, ``addition``, ``repeated`` or ``spoilt``."""
    opened = [payloads.decode(vault.open_box(bytes(part.payload))) for part in parts]
    told = [part for part in opened if isinstance(part, payloads.ReportPart)]
    try:
        bundle = join({part.number: part.data for part in told}, parts[0].of)
    except NotWhole:
        return "spoilt"
    arrival, hour, language = parts[0].arrival, max(part.hour for part in parts), told[0].language
    if _came_before(arrival):
        return "repeated"
    if not _is_id(bundle.lookup) or len(bundle.public) != LOOKUP:
        return "spoilt"
    if bundle.more and (receipt := Receipt.objects.filter(lookup=bundle.lookup).select_related("report").first()):
        return _addition(receipt.report, bundle, arrival, hour)
    return _report(bundle, arrival, hour, language)


def _addition(report: Report, bundle: Bundle, arrival: UUID, hour: dt.datetime) -> str:
    keep_entry(report, bundle.text, kind=Entry.Kind.ADDITION, at=hour, files=_files(bundle), arrival=arrival)
    if Report.objects.filter(pk=report.pk, news=False).update(news=True):
        alert(people.who_read(report))
    return "addition"


def _report(bundle: Bundle, arrival: UUID, hour: dt.datetime, language: str) -> str:
    """A new report; also what came with a code that we do not know, so that a slip loses nothing."""
    words = Words(
        bundle.text,
        UNKNOWN if bundle.more else bundle.reporter,
        bundle.how_known,
        bundle.name,
        bundle.contact,
        bundle.organisation,
    )
    report = keep_report(
        words, source="form", received_at=hour, files=_files(bundle), language=language[:10], arrival=arrival
    )
    tell_of_first(report)
    if not Receipt.objects.filter(lookup=bundle.lookup).exists():
        Receipt.objects.create(report=report, lookup=bundle.lookup, public=bundle.public)
    return "report"


def tell_of_first(report: Report) -> None:
    """Alert caseworkers when a report comes by itself and none was waiting: a flood of them makes one mail."""
    waiting = Report.objects.filter(triage=Report.Triage.NEW, source__in=Report.UNATTENDED).exclude(pk=report.pk)
    if not waiting.exists():
        alert(people.who_read(report))


def _files(bundle: Bundle) -> list[IncomingFile]:
    return [IncomingFile(file.name, file.body) for file in bundle.files]


def _came_before(arrival: UUID) -> bool:
    return Report.objects.filter(arrival=arrival).exists() or Entry.objects.filter(arrival=arrival).exists()


def _is_here(arrival: UUID, number: int) -> bool:
    return ArrivingPart.objects.filter(arrival=arrival, number=number).exists()


def _is_id(text: str) -> bool:
    return len(text) == LOOKUP and all(character in "0123456789abcdef" for character in text)
