"""The story's figures, read with the desk's rights, and the sums that must hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Sum

from tocsin.campaigns.models import Signature
from tocsin.cases.models import Person
from tocsin.core import audit
from tocsin.disclosure.models import Dossier
from tocsin.front.models import Letterbox, LetterboxTally, Published
from tocsin.intake.models import Report
from tocsin.mailings.models import Envelope, Exclusion, Letter

from .stage import Stage

# With so many a withdrawal finds letters that have not left yet; with a few they may all have.
MANY = 200
OUTCOMES = ("accepted", "refused", "deferred", "uncertain", "stopped")


def read(stage: Stage) -> dict[str, Any]:
    """Everything that the issue asks the story to agree on."""
    campaign = stage.campaign
    if campaign is None or stage.case is None:
        raise RuntimeError("the story has not been played")
    campaign.refresh_from_db()
    chain = audit.verify()
    by_state = dict(
        Signature.objects.filter(campaign=campaign).values_list("state").annotate(Count("pk")).order_by("state")
    )
    return {
        "supporters": stage.size,
        "reports": Report.objects.count(),
        "persons": Person.objects.filter(case=stage.case).count(),
        "headline": stage.case.headline_count.words if stage.case.headline_count else "",
        "releases": list(_releases()),
        "refusals": stage.refusals,
        "answers": dict(sorted(stage.crowd.statuses.items())),
        "letterbox": _letterbox(),
        "letterbox_waiting": Letterbox.objects.count(),
        "signatures": by_state,
        "count": campaign.signature_count,
        "confirmed_by_supporters": stage.tallies.get("confirmed", 0),
        "withdrawn_by_supporters": stage.tallies.get("withdrawn", 0),
        "letters": [_letter(letter) for letter in Letter.objects.order_by("created_at")],
        "pages_live": Published.objects.filter(status=200, source="desk").count(),
        "pages_dark": Published.objects.filter(status__in=[404, 410], releases__len__gt=0).count(),
        "seconds_to_dark": stage.tallies.get("milliseconds_to_dark", 0) / 1000,
        "mails": stage.mailbox.count(),
        "audit_entries": chain.entries,
        "audit_verified": chain.holds,
    }


def _releases() -> Iterator[dict[str, Any]]:
    for dossier in Dossier.objects.select_related("release").order_by("version"):
        yield {
            "version": dossier.version,
            "state": dossier.release.state,
            "two_people": dossier.decided_by_id is not None and dossier.decided_by_id != dossier.proposed_by_id,
        }


def _letterbox() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for kind, outcome, rows in LetterboxTally.objects.values_list("kind", "outcome").annotate(Sum("rows")).order_by():
        found.setdefault(kind, {})[outcome] = rows
    return found


def _letter(letter: Letter) -> dict[str, Any]:
    states = dict(Envelope.objects.filter(letter=letter).values_list("state").annotate(Count("pk")).order_by())
    excluded = Exclusion.objects.filter(letter=letter).aggregate(n=Sum("contacts"))["n"] or 0
    return {
        "kind": letter.kind,
        "state": letter.state,
        "standing": letter.state == Letter.State.STANDING,
        "candidates": letter.candidates,
        "excluded": excluded,
        "envelopes": sum(states.values()),
        **{state: states.get(state, 0) for state in (*OUTCOMES, "waiting", "in_flight")},
    }


def contradictions(figures: dict[str, Any]) -> list[str]:
    """What does not add up; empty when everything does."""
    return [sentence for sentence, holds in _sums(figures) if not holds]


def _sums(figures: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    confirmed = figures["signatures"].get("confirmed", 0)
    yield "three reports", figures["reports"] == 3
    yield "eleven persons", figures["persons"] == 11
    yield "two people on each release", all(release["two_people"] for release in figures["releases"])
    yield "two releases, the second withdrawn", [r["state"] for r in figures["releases"]] == ["approved", "withdrawn"]
    yield "the three refusals", sorted(figures["refusals"]) == ["no_consent", "sealed_name", "second_person"]
    yield (
        "confirmed signatures are those who confirmed less those who withdrew",
        confirmed == figures["confirmed_by_supporters"] - figures["withdrawn_by_supporters"],
    )
    yield "the public count is the confirmed signatures", figures["count"] == confirmed
    if figures["supporters"] >= MANY:
        yield "queued letters stopped with the withdrawal", figures["letters"][-1]["stopped"] > 0
    yield "the letterbox is empty", figures["letterbox_waiting"] == 0
    yield "every row that the front took has one outcome", _taken(figures) == _drained(figures)
    yield "the audit's chain holds", figures["audit_verified"]
    for letter in figures["letters"]:
        name = f"{letter['kind']} ({letter['state']})"
        if not letter["standing"]:
            yield f"{name}: candidates", letter["candidates"] == letter["envelopes"] + letter["excluded"]
        yield f"{name}: outcomes", letter["envelopes"] == sum(letter[state] for state in OUTCOMES)


def _taken(figures: dict[str, Any]) -> int:
    """Posts that were answered as accepted: each is one row, since the story's report with its file fits into one."""
    taken = {"sign 202", "sign 303", "confirm 303", "withdraw 303", "subscribe 303", "confirm-subscription 303",
             "one-click 200", "undo 303", "comment 303", "report 200", "more 200"}  # fmt: skip
    return sum(number for answer, number in figures["answers"].items() if answer in taken)


def _drained(figures: dict[str, Any]) -> int:
    return sum(sum(outcomes.values()) for outcomes in figures["letterbox"].values())
