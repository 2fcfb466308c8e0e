"""What clears a finding: a live release that tells it itself, a line's own basis, one sentence that was allowed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.models import AuditEntry
from tocsin.disclosure import guard, guard_cap, watch
from tocsin.disclosure.actions import approve_release, propose_release, record_consent, withdraw_release
from tocsin.disclosure.guard_actions import allow_occurrence, lift_cap, withdraw_allowance
from tocsin.disclosure.models import Audience, Item
from tocsin.disclosure.tests.world import HANGUL, LATIN, WHY, World
from tocsin.disclosure.words import Line
from tocsin.front import publishing
from tocsin.front.models import Published
from tocsin.front.publishing import Guarded

PAGE = f"<p>Before.</p><p>We have heard from {LATIN}, who is well.</p>".encode()


def stopped(world: World, body: bytes = PAGE) -> watch.CaseStop:
    """Have a campaigner's words stopped, within an action as all words are."""
    with pytest.raises(Refused) as refused:
        propose_release(
            actor=world.mina,
            case=world.case,
            audience="public",
            lines=[Line({"en": body.decode()}, [(None, Item.COUNT)])],
            **WHY,
        )
    assert refused.value.code == "sealed_name"
    return watch.case_stops(world.haru, world.case)[0]


def passes(body: bytes) -> bool:
    try:
        guard.pass_bytes(body, what="/en/a/")
    except Refused as refusal:
        return refusal.code != "sealed_name"
    return True


def test_the_cases_people_read_the_sentence_and_nobody_else_does(world: World) -> None:
    (stop,) = stopped(world).stops
    assert LATIN in stop.said
    for first in ("jonas", "adaeze", "teo", "ruth"):
        with pytest.raises(NotPermitted):
            watch.case_stops(world.actor(first), world.case)
    assert LATIN not in str(AuditEntry.objects.values_list("detail", flat=True))


def test_one_sentence_may_stand_and_no_other(world: World) -> None:
    (stop,) = stopped(world).stops
    allowance = allow_occurrence(actor=world.haru, case=world.case, stop=stop, reason="Her sister's namesake.")
    assert passes(PAGE)
    assert passes(b"<h1>Other page</h1>" + PAGE)
    assert not passes(PAGE.replace(b"well", b"ill"))
    assert not passes(PAGE + f"<p>{HANGUL}</p>".encode())
    assert not passes(PAGE + f'<img alt="{LATIN}">'.encode())
    (shown,) = watch.allowances(world.mina, world.case)
    assert (shown.reason, LATIN in shown.sentence) == ("Her sister's namesake.", True)
    withdraw_allowance(actor=world.mina, allowance=allowance)
    assert not passes(PAGE)
    assert watch.allowances(world.mina, world.case) == []


def test_taking_an_allowance_back_darkens_what_shows_the_sentence(world: World) -> None:
    (stop,) = stopped(world).stops
    allowance = allow_occurrence(actor=world.haru, case=world.case, stop=stop, reason="A namesake.")
    passed = guard.pass_bytes(PAGE, what="/en/a/")
    publishing.put_page(
        path="/en/a/", language="en", page=Guarded(PAGE, passed.sha256, passed.guard_version), content_type="text/html"
    )
    withdraw_allowance(actor=world.mina, allowance=allowance)
    row = Published.objects.get(path="/en/a/")
    assert (row.status, bytes(row.body)) == (404, b"")


@pytest.mark.parametrize("first", ["jonas", "adaeze", "teo", "ruth"])
def test_nobody_else_allows(world: World, first: str) -> None:
    (stop,) = stopped(world).stops
    with pytest.raises(NotPermitted):
        allow_occurrence(actor=world.actor(first), case=world.case, stop=stop, reason="Please.")
    with pytest.raises(Refused) as refused:
        allow_occurrence(actor=world.mina, case=world.case, stop=stop, reason=" ")
    assert refused.value.code == "no_reason"


def named(world: World) -> list[Line]:
    return [Line({"en": f"{LATIN} is among them.", "ko": f"{HANGUL} 씨도 있다."}, [(world.person, Item.NAME)])]


def agreed(world: World) -> None:
    record_consent(
        actor=world.mina, case=world.case, person=world.person, item=Item.NAME, audience=Audience.PUBLIC, until=None,
        giver="herself", how="in writing",
    )  # fmt: skip


def test_a_line_may_tell_the_name_it_rests_on_and_its_neighbour_may_not(world: World) -> None:
    agreed(world)
    world.consent()
    lines = [*world.lines(), *named(world)]
    assert world.proposal(lines).state == "proposed"
    with pytest.raises(Refused) as refused:
        world.proposal([*named(world), Line({"en": f"{LATIN}, 70.", "ko": "70세."}, [(world.person, Item.AGE)])])
    assert refused.value.code == "sealed_name"


def test_a_live_release_clears_the_name_it_tells_until_it_is_withdrawn(world: World) -> None:
    agreed(world)
    assert not passes(PAGE)
    release = approve_release(actor=world.adaeze, release=world.proposal(named(world)))
    assert passes(PAGE)
    passed = guard.pass_bytes(PAGE, what="/en/b/")
    publishing.put_page(
        path="/en/b/", language="en", page=Guarded(PAGE, passed.sha256, passed.guard_version), content_type="text/html"
    )
    withdraw_release(actor=world.mina, release=release)
    assert not passes(PAGE)
    assert Published.objects.get(path="/en/b/").status == 404


def test_whoever_asks_too_often_is_held_back_but_can_take_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    release = world.release()
    monkeypatch.setattr(guard_cap, "MOST_A_DAY", 2)
    monkeypatch.setattr(watch, "MOST_A_DAY", 2)
    for _ in range(2):
        stopped(world)
    # Words of their own case do not count.
    assert guard_cap.runs(world.mina) == 0
    monkeypatch.setattr(guard_cap, "cases", SimpleNamespace(assigned_ids=lambda actor: []))
    assert guard_cap.runs(world.mina) == 2
    assert [one.name for one in watch.capped(world.ruth)] == ["Mina Seo"]
    assert watch.capped(world.haru) == []
    with pytest.raises(Refused) as refused:
        world.proposal()
    assert refused.value.code == "guard_capped"
    with pytest.raises(NotPermitted):
        lift_cap(actor=world.haru, staff=world.staff["mina"], reason="Please.")
    lift_cap(actor=world.ruth, staff=world.staff["mina"], reason="A page about a namesake.")
    assert guard_cap.runs(world.mina) == 0
    assert world.proposal().state == "proposed"
    for _ in range(2):
        stopped_again(world)
    assert withdraw_release(actor=world.mina, release=release).state == "withdrawn"


def stopped_again(world: World) -> None:
    with pytest.raises(Refused):
        world.proposal([Line({"en": f"{LATIN}.", "ko": "말."}, [(None, Item.COUNT)])])
