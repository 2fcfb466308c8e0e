"""The way of a release: two people open the door, one closes it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.models import AuditEntry
from tocsin.disclosure import queries, signals
from tocsin.disclosure.actions import (
    approve_release,
    confirm_best_interests,
    keep_gone_page,
    propose_best_interests,
    propose_release,
    record_consent,
    refuse_release,
    withdraw_best_interests,
    withdraw_consent,
    withdraw_release,
)
from tocsin.disclosure.grounds import Reasons
from tocsin.disclosure.guard import pass_bytes
from tocsin.disclosure.guard_stops import open_stops
from tocsin.disclosure.models import Consent, Dossier, PublicRelease, Verdict
from tocsin.disclosure.words import Line
from tocsin.front import publishing
from tocsin.front.models import Published

from .world import GROUNDS, HANGUL, LATIN, WHY, World


def put(path: str, body: bytes, release: PublicRelease, language: str = "en") -> None:
    passed = pass_bytes(body, what=path)
    page = publishing.Guarded(body, passed.sha256, passed.guard_version)
    publishing.put_page(path=path, language=language, page=page, releases=[release.pk])


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    assert refused.value.message
    return refused.value.code


def test_a_release_is_told_in_its_languages(world: World) -> None:
    release = world.release()
    assert queries.statements(release, "en") == ["At least 31 people were held.", "A woman of 70 is among them."]
    assert len(queries.statements(release, "ko")) == 2
    assert queries.statements(release, "fr") == []
    assert queries.languages(release) == ["en", "ko"]
    assert queries.verify_words(release)
    assert queries.require_publishable(release) == release
    dossier = Dossier.objects.get(release=release)
    assert dossier.proposed_by_id != dossier.decided_by_id is not None


def test_without_consent_nothing_is_proposed(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.proposal()
    assert code(refused) == "no_consent"
    assert "1, 2" in refused.value.message
    assert refused.value.remedy
    assert not PublicRelease.objects.exists()


@pytest.mark.parametrize("audience", ["partners", "diplomats"])
def test_consent_for_another_audience_is_none(world: World, audience: str) -> None:
    world.consent()
    with pytest.raises(Refused) as refused:
        propose_release(actor=world.mina, case=world.case, audience=audience, lines=world.lines(), reasons="now")
    assert code(refused) == "no_consent"


def test_consent_about_another_person_or_item_is_none(world: World) -> None:
    world.consent()
    for told in ((None, "age"), (world.person, "count"), (world.person, "name")):
        with pytest.raises(Refused) as refused:
            world.proposal([Line({"en": "One line."}, [told])])
        assert code(refused) == "no_consent"


def test_consent_that_ran_out_is_none(world: World) -> None:
    yesterday = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    record_consent(
        actor=world.mina, case=world.case, person=None, item="count", audience="public", until=yesterday,
        giver="a brother", how="by letter",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        world.proposal([Line({"en": "At least 31."}, [(None, "count")])])
    assert code(refused) == "no_consent"


def test_a_line_that_rests_on_nothing_is_refused(world: World) -> None:
    with pytest.raises(Refused) as refused:
        world.proposal([Line({"en": "At least 31."}, [])])
    assert code(refused) == "no_consent"


@pytest.mark.parametrize(
    "texts", [[{"en": "One."}, {"en": "Two.", "ko": "둘."}], [{"en": "One.", "ko": " "}], [{}], []]
)
def test_every_line_is_told_in_every_language(world: World, texts: list[dict[str, str]]) -> None:
    world.consent()
    with pytest.raises(Refused) as refused:
        world.proposal([Line(said, [(None, "count")]) for said in texts])
    assert code(refused) == "languages"


def test_a_sealed_name_is_refused_and_said_where(world: World) -> None:
    world.consent()
    lines = [*world.lines()[:1], Line({"en": "A woman.", "ko": f"{HANGUL}은 70세이다."}, [(world.person, "age")])]
    with pytest.raises(Refused) as refused:
        world.proposal(lines)
    assert code(refused) == "sealed_name"
    assert "in the Korean text, line 2" in refused.value.message
    assert HANGUL not in str(refused.value)
    entry = AuditEntry.objects.order_by("-sequence")[0]
    (stop,) = open_stops(world.case.pk, entry.detail)
    assert (stop.line, stop.language, HANGUL in stop.said) == (2, "ko", True)
    assert entry.detail.pop("stops")
    assert entry.detail == {"code": "sealed_name", "cases": [str(world.case.pk)], "places": 1}


def test_a_sealed_name_in_the_words_for_afterwards_is_refused(world: World) -> None:
    world.consent()
    with pytest.raises(Refused) as refused:
        world.proposal(gone_words={"en": f"{LATIN} is home."})
    assert code(refused) == "sealed_name"


def test_who_ran_into_a_name_is_shown_to_its_people(world: World) -> None:
    test_a_sealed_name_is_refused_and_said_where(world)
    (seen,) = queries.guard_refusals(world.haru)
    assert (seen.actor, seen.action) == ("Mina Seo", "disclosure.release_proposed")
    assert queries.guard_refusals(world.jonas) == queries.guard_refusals(world.ruth) == []


@pytest.mark.parametrize("who", ["jonas", "adaeze", "teo", "ruth"])
def test_outsiders_neither_propose_nor_consent_nor_withdraw(world: World, who: str) -> None:
    release = world.release()
    outsider = world.actor(who)
    consent = Consent.objects.all()[0]
    with pytest.raises(NotPermitted):
        propose_release(actor=outsider, case=world.case, audience="public", lines=world.lines(), **WHY)
    with pytest.raises(NotPermitted):
        record_consent(
            actor=outsider, case=world.case, person=None, item="count", audience="public", until=None,
            giver="nobody", how="not",
        )  # fmt: skip
    with pytest.raises(NotPermitted):
        withdraw_consent(actor=outsider, consent=consent)
    with pytest.raises(NotPermitted):
        withdraw_release(actor=outsider, release=release)
    with pytest.raises(NotPermitted):
        propose_best_interests(
            actor=outsider, case=world.case, person=None, item="count", audience="public", until=None, grounds=GROUNDS
        )
    with pytest.raises(NotPermitted):
        queries.ledger(outsider, world.case)
    with pytest.raises(NotPermitted):
        queries.dossier_for(outsider, release)
    release.refresh_from_db()
    assert release.state == "approved"


def test_one_person_does_not_open_the_door(world: World) -> None:
    world.consent()
    release = world.proposal()
    with pytest.raises(Refused) as refused:
        approve_release(actor=world.mina, release=release)
    assert code(refused) == "second_person"
    assert "approver" in refused.value.remedy


@pytest.mark.parametrize("who", ["haru", "jonas", "teo", "ruth"])
def test_only_an_approver_decides(world: World, who: str) -> None:
    world.consent()
    release = world.proposal()
    for decide in (approve_release, refuse_release):
        with pytest.raises(NotPermitted):
            decide(actor=world.actor(who), release=release)


def test_deciding_asks_for_the_second_factor(world: World) -> None:
    world.consent()
    release = world.proposal()
    with pytest.raises(Refused) as refused:
        approve_release(actor=world.actor("adaeze", second_factor=False), release=release)
    assert code(refused) == "second_factor"


def test_consent_withdrawn_before_the_decision_stops_it(world: World) -> None:
    world.consent()
    release = world.proposal()
    withdraw_consent(actor=world.mina, consent=Consent.objects.get(item="age"))
    with pytest.raises(Refused) as refused:
        approve_release(actor=world.adaeze, release=release)
    assert code(refused) == "no_consent"
    assert "2" in refused.value.message


def test_a_decided_release_is_not_decided_again(world: World) -> None:
    release = world.release()
    for decide in (approve_release, refuse_release):
        with pytest.raises(Refused) as refused:
            decide(actor=world.adaeze, release=release)
        assert code(refused) == "not_proposed"


def test_a_refused_release_is_not_publishable(world: World) -> None:
    world.consent()
    release = world.proposal()
    with pytest.raises(Refused) as refused:
        queries.require_publishable(release)
    assert code(refused) == "not_approved"
    refuse_release(actor=world.adaeze, release=release)
    with pytest.raises(Refused) as refused:
        queries.require_publishable(release.pk)
    assert code(refused) == "not_approved"


def test_a_release_for_partners_is_not_for_the_public(world: World) -> None:
    record_consent(
        actor=world.mina, case=world.case, person=None, item="count", audience="partners", until=None,
        giver="a brother", how="by letter",
    )  # fmt: skip
    release = propose_release(
        actor=world.mina, case=world.case, audience="partners", reasons="now",
        lines=[Line({"en": "At least 31."}, [(None, "count")])],
    )  # fmt: skip
    approve_release(actor=world.adaeze, release=release)
    assert queries.require_publishable(release, audience="partners")
    with pytest.raises(Refused) as refused:
        queries.require_publishable(release)
    assert code(refused) == "not_approved"


def test_withdrawn_consent_darkens_the_releases_that_rest_on_it(world: World) -> None:
    release = world.release()
    consent = Consent.objects.get(item="age")
    put("/en/campaigns/a/", b"told", release)
    assert withdraw_consent(actor=world.haru, consent=consent) == [release]
    release.refresh_from_db()
    assert release.state == "withdrawn"
    assert Published.objects.get().status == 410
    with pytest.raises(Refused) as refused:
        queries.require_publishable(release)
    assert code(refused) == "withdrawn"
    with pytest.raises(Refused) as refused:
        withdraw_consent(actor=world.mina, consent=consent)
    assert code(refused) == "withdrawn"


def test_one_caseworker_takes_it_back_and_it_is_dark_at_once(world: World) -> None:
    release = world.release()
    put("/en/campaigns/a/", b"told", release)
    put("/ko/campaigns/a/", "말".encode(), release, "ko")
    keep_gone_page(actor=world.teo, release=release, language="en", body=b"<p>A page with its design</p>")
    heard: list[PublicRelease] = []

    def hear(sender: type, release: PublicRelease, **_kept: object) -> None:
        assert Published.objects.get(path="/en/campaigns/a/").status == 410
        heard.append(release)

    signals.release_withdrawn.connect(hear)
    try:
        withdraw_release(actor=world.actor("haru", second_factor=False), release=release)
    finally:
        signals.release_withdrawn.disconnect(hear)
    assert heard == [release]
    english, korean = Published.objects.order_by("path")
    assert bytes(english.body) == b"<p>A page with its design</p>"
    assert "가족의 요청으로" in bytes(korean.body).decode()
    assert korean.guard_version == publishing.current_guard_version()
    with pytest.raises(Refused) as refused:
        queries.require_publishable(release)
    assert code(refused) == "withdrawn"
    with pytest.raises(Refused) as refused:
        withdraw_release(actor=world.mina, release=release)
    assert code(refused) == "withdrawn"
    assert Dossier.objects.get(release=release).withdrawn_by_id == world.staff["haru"].pk


@contextmanager
def hearing(*receivers: Callable[..., None]) -> Iterator[None]:
    for receiver in receivers:
        signals.hear_withdrawal(receiver)
    try:
        yield
    finally:
        for receiver in receivers:
            name = f"{receiver.__module__}.{receiver.__qualname__}"
            signals.release_withdrawn.disconnect(dispatch_uid=name)


def test_no_fault_of_another_room_stops_a_withdrawal(world: World) -> None:
    release = world.release()
    put("/en/campaigns/a/", b"told", release)

    def fail(sender: type, **_kept: object) -> None:
        Published.objects.all().delete()
        Published.objects.create(path="no path", content_type="", body=b"", etag="", source="desk")

    def go_on(sender: type, **_kept: object) -> None:
        Verdict.objects.create(sha256=b"1" * 32, guard_version=1, passed=True, what="the next room's work")

    with hearing(fail, go_on):
        withdraw_release(actor=world.mina, release=release)
    assert Verdict.objects.filter(what="the next room's work").exists()
    release.refresh_from_db()
    assert release.state == "withdrawn"
    assert Published.objects.get().status == 410
    entry = AuditEntry.objects.get(kind="disclosure.release_withdrawn")
    assert entry.detail == {"darkened": 1, "rooms_failed": [__name__], "ending": "person", "sealed": True}


def test_as_if_it_had_never_been(world: World) -> None:
    world.consent()
    release = approve_release(actor=world.adaeze, release=world.proposal(gone_status=404))
    put("/en/campaigns/a/", b"told", release)
    withdraw_release(actor=world.mina, release=release)
    row = Published.objects.get()
    assert (row.status, bytes(row.body)) == (404, b"")


def test_a_proposal_can_be_taken_back(world: World) -> None:
    world.consent()
    release = world.proposal()
    withdraw_release(actor=world.mina, release=release)
    with pytest.raises(Refused) as refused:
        approve_release(actor=world.adaeze, release=release)
    assert code(refused) == "withdrawn"


def test_best_interests_take_two_people(world: World) -> None:
    def propose() -> PublicRelease:
        return world.proposal([Line({"en": "A woman of 70."}, [(world.person, "age")])])

    decision = propose_best_interests(
        actor=world.mina, case=world.case, person=world.person, item="age", audience="public", until=None,
        grounds=GROUNDS,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        propose()
    assert code(refused) == "no_consent"
    with pytest.raises(Refused) as refused:
        confirm_best_interests(actor=world.mina, decision=decision)
    assert code(refused) == "second_person"
    for who in ("jonas", "teo", "ruth"):
        with pytest.raises(NotPermitted):
            confirm_best_interests(actor=world.actor(who), decision=decision)
        assert queries.decisions_to_confirm(world.actor(who)) == []
    assert [one.grounds for one in queries.decisions_to_confirm(world.haru)] == [GROUNDS]
    assert len(queries.decisions_to_confirm(world.adaeze)) == 1
    with pytest.raises(Refused) as refused:
        confirm_best_interests(actor=world.actor("haru", second_factor=False), decision=decision)
    assert code(refused) == "second_factor"
    confirm_best_interests(actor=world.adaeze, decision=decision)
    release = approve_release(actor=world.adaeze, release=propose())
    assert withdraw_best_interests(actor=world.haru, decision=decision) == [release]
    with pytest.raises(Refused) as refused:
        queries.require_publishable(release)
    assert code(refused) == "withdrawn"


def test_an_approver_sees_words_items_and_reasons_but_not_the_case(world: World) -> None:
    world.consent()
    release = world.proposal()
    (waiting,) = queries.to_decide(world.adaeze)
    assert waiting.release == release
    assert waiting.may_decide
    assert waiting.reasons == Reasons(**WHY)
    assert [line.items for line in waiting.lines] == [("how many",), ("age",)]
    assert str(world.case.pk) not in repr(waiting)
    assert str(world.person.pk) not in repr(waiting)
    for who in ("mina", "jonas", "teo", "ruth"):
        with pytest.raises(NotPermitted):
            queries.to_decide(world.actor(who))


def test_the_ledger_tells_all_to_the_cases_people(world: World) -> None:
    release = world.release()
    ledger = queries.ledger(world.haru, world.case)
    assert [entry.release for entry in ledger.releases] == [release]
    assert (ledger.releases[0].proposed_by, ledger.releases[0].decided_by) == ("Mina Seo", "Adaeze Obi")
    assert {consent.giver for consent in ledger.consents} == {"her daughter"}
    assert queries.dossier_for(world.mina, release).version == 1


def test_the_audit_holds_no_word_of_it(world: World) -> None:
    release = world.release()
    withdraw_release(actor=world.mina, release=release)
    said = " ".join(f"{entry.subject} {entry.detail}" for entry in AuditEntry.objects.all())
    for secret in (HANGUL, LATIN, "daughter", "telephone", "diplomacy", "woman", "border"):
        assert secret not in said
    assert hashlib.sha256(b"").hexdigest() not in said
