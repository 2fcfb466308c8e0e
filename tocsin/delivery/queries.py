"""What may be told of a campaign's delivery: its handovers with their replies, and its outcome."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from tocsin.campaigns.models import Campaign
from tocsin.core.dates import UncertainDate
from tocsin.disclosure.models import PublicRelease

from .models import Handover, Outcome, Reply


@dataclass(frozen=True)
class Delivered:
    """One handover as it is told: to whom (in the asked language, else English), when, how, with how many."""

    handover: Handover
    addressee: str
    signatures: int
    handed_over: UncertainDate
    how: str
    reply: Reply | None


def handovers(campaign: Campaign, language: str) -> list[Delivered]:
    """A campaign's handovers, the first one first."""
    rows = Handover.objects.filter(campaign=campaign).select_related("addressee", "reply")
    found = [
        Delivered(
            handover=row, addressee=_named(row.addressee.names, language), signatures=row.signatures,
            handed_over=row.handed_over, how=row.how, reply=getattr(row, "reply", None),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: (str(each.handed_over.earliest or ""), str(each.handover.pk)))


def outcomes(campaign: Campaign) -> QuerySet[Outcome]:
    """What happened, latest first, by releases that stand: a withdrawn one's outcome is told no more."""
    standing = Outcome.objects.filter(campaign=campaign, release__state=PublicRelease.State.APPROVED)
    return standing.select_related("release").order_by("-pk")


def awaiting_reply() -> QuerySet[Handover]:
    """Handovers of which no reply, and no absence of one, is recorded: for the desk's attention."""
    return Handover.objects.filter(reply__isnull=True).select_related("campaign", "addressee")


def _named(names: dict[str, str], language: str) -> str:
    return names.get(language) or names.get("en") or next(iter(names.values()), "")
