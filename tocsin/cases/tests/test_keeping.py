"""How long a case is kept, and how it ends: by two people, against no hold, and for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tocsin.accounts.actors import actor_of, system
from tocsin.cases import access, access_queries, destroying, queries, retention, search, tidying, vault
from tocsin.cases.actions import add_person, add_tie, assign_staff, record_event, record_fate, record_intervention
from tocsin.cases.destruction_actions import approve_destruction, call_off_destruction, propose_destruction
from tocsin.cases.emergency_actions import open_in_emergency
from tocsin.cases.erasing import EMPTIED, KEPT
from tocsin.cases.export_actions import approve_export, download_export, request_export
from tocsin.cases.keeping_actions import close_case, lift_hold, reopen_case, set_hold, set_review
from tocsin.cases.models import Case, Person
from tocsin.cases.models.access import CaseView, Destruction, LegalHold
from tocsin.cases.signals import case_destroyed, destruction_wanted
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.dates import UncertainDate
from tocsin.core.keyring import KeyMissing

from .conftest import Desk

REASON = "The family asks that nothing of it is kept."
MARCH = UncertainDate.parse("2012-03-1X")


def ahead(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def propose(desk: Desk, who: str = "mina", **more: Any) -> Destruction:
    return propose_destruction(actor=desk.actor(who), case=desk.case, reason=REASON, **more)


def approved(desk: Desk, second: str = "haru", **more: Any) -> Destruction:
    return approve_destruction(actor=desk.actor(second), destruction=propose(desk, **more))


def fill(desk: Desk) -> tuple[Person, Person]:
    mina = desk.actor("mina")
    told = {"actor": mina, "case": desk.case, "part": "member", "naming": "named"}
    woman = add_person(**told, description="a woman of 70", names=[("Hang", "윤서라")])  # type: ignore[arg-type]
    other = add_person(**told, description="her daughter")  # type: ignore[arg-type]
    add_tie(actor=mina, person=woman, relative=other, kind="parent")
    record_event(actor=mina, case=desk.case, kind="arrest", happened=MARCH, place="A town", account="", persons=[woman])
    record_intervention(actor=mina, case=desk.case, kind="confidential", began=MARCH, account="An embassy was asked.")
    record_fate(actor=mina, person=woman, status="detained", as_of=MARCH)
    return woman, other


def refused(code: str, verb: Callable[[], object]) -> None:
    with pytest.raises(Refused) as told:
        verb()
    assert told.value.code == code


def test_closed_reopened_and_looked_at_again(desk: Desk) -> None:
    assert retention.review_of(desk.case) == retention.Review(
        desk.case, desk.case.opened_at.date() + dt.timedelta(days=24 * 30), False
    )
    close_case(actor=desk.actor("haru"), case=desk.case, review_by=ahead(40))
    assert Case.objects.get().state == "closed"
    assert not retention.reviews_due(desk.actor("haru"))
    assert [one.review_by for one in retention.reviews_due(desk.actor("haru"), ahead(10))] == [ahead(40)]
    assert not retention.reviews_due(desk.actor("jonas"), ahead(10))
    assert (retention.overdue_reviews(ahead(40)), retention.overdue_reviews(ahead(41))) == (0, 1)
    refused("case_state", lambda: close_case(actor=desk.actor("mina"), case=desk.case, review_by=ahead(40)))
    reopen_case(actor=desk.actor("mina"), case=desk.case)
    set_review(actor=desk.actor("mina"), case=desk.case, review_by=ahead(400))
    assert retention.review_of(desk.case).review_by == ahead(400)
    for day in (ahead(0), ahead(-1), ahead(6 * 366)):
        refused("review_day", lambda day=day: set_review(actor=desk.actor("mina"), case=desk.case, review_by=day))


@pytest.mark.parametrize("who", ["jonas", "adaeze", "teo", "ruth"])
def test_the_outsider_keeps_and_ends_nothing(desk: Desk, who: str) -> None:
    actor, case = desk.actor(who), desk.case
    destruction = propose(desk)
    verbs: list[Callable[[], object]] = [
        lambda: close_case(actor=actor, case=case, review_by=ahead(40)),
        lambda: set_review(actor=actor, case=case, review_by=ahead(40)),
        lambda: set_hold(actor=actor, case=case, reason=REASON),
        lambda: lift_hold(actor=actor, case=case, reason=REASON),
        lambda: propose_destruction(actor=actor, case=case, reason=REASON),
        lambda: call_off_destruction(actor=actor, destruction=destruction),
        lambda: destroying.carry_out(actor=actor, destruction=destruction),
        lambda: access_queries.opened_access(actor, case),
    ]
    if who != "adaeze":
        verbs.append(lambda: approve_destruction(actor=actor, destruction=destruction))
        assert not access_queries.destructions_to_decide(actor)
    for verb in verbs:
        with pytest.raises(NotPermitted):
            verb()


def test_in_an_emergency_nobody_ends_or_keeps_it(desk: Desk) -> None:
    destruction = approved(desk)
    open_in_emergency(actor=desk.actor("jonas"), number=desk.case.number.digits, reason=REASON)
    jonas = desk.actor("jonas")
    for verb in (
        lambda: set_hold(actor=jonas, case=desk.case, reason=REASON),
        lambda: close_case(actor=jonas, case=desk.case, review_by=ahead(40)),
        lambda: call_off_destruction(actor=jonas, destruction=destruction),
        lambda: destroying.carry_out(actor=jonas, destruction=destruction),
    ):
        refused("emergency", verb)


@pytest.mark.parametrize("second", ["haru", "adaeze"])
def test_it_takes_two_people_with_proof_and_is_for_good(desk: Desk, second: str) -> None:
    fill(desk)
    queries.opened_case(desk.actor("haru"), desk.case)
    refused("no_reason", lambda: propose_destruction(actor=desk.actor("mina"), case=desk.case, reason=" "))
    refused(
        "second_factor", lambda: propose_destruction(actor=actor_of(desk.staff["mina"]), case=desk.case, reason=REASON)
    )
    destruction = propose(desk)
    refused("proposed", lambda: propose(desk, "haru"))
    refused("second_person", lambda: approve_destruction(actor=desk.actor("mina"), destruction=destruction))
    refused("not_approved", lambda: destroying.carry_out(actor=desk.actor("haru"), destruction=destruction))
    refused("second_factor", lambda: approve_destruction(actor=actor_of(desk.staff["haru"]), destruction=destruction))
    approve_destruction(actor=desk.actor(second), destruction=destruction)
    refused("second_factor", lambda: destroying.carry_out(actor=actor_of(desk.staff["mina"]), destruction=destruction))
    assert vault.holds(desk.case.pk)
    heard: list[object] = []
    hear = lambda sender, case_id, **_rest: heard.append(case_id)  # noqa: E731
    case_destroyed.connect(hear)
    try:
        destroying.carry_out(actor=desk.actor("mina"), destruction=destruction)
    finally:
        case_destroyed.disconnect(hear)
    assert heard == [desk.case.pk]
    assert not vault.holds(desk.case.pk)
    for who in ("mina", "haru"):
        assert not queries.visible_to(desk.actor(who)).exists()
        with pytest.raises(NotPermitted):
            queries.opened_case(desk.actor(who), desk.case)
        assert search.find_person(desk.actor(who), "윤서라") == []
    refused(
        "no_such_number",
        lambda: open_in_emergency(actor=desk.actor("jonas"), number=desk.case.number.digits, reason=REASON),
    )
    with pytest.raises(NotPermitted):
        call_off_destruction(actor=desk.actor("mina"), destruction=destruction)


def test_nothing_is_left_of_it_but_who_had_access(desk: Desk) -> None:
    fill(desk)
    export = approve_export(
        actor=desk.actor("haru"),
        export=request_export(actor=desk.actor("mina"), case=desk.case, form="csv", reason=REASON),
    )
    download_export(actor=desk.actor("mina"), export=export)
    set_hold(actor=desk.actor("mina"), case=desk.case, reason=REASON)
    lift_hold(actor=desk.actor("mina"), case=desk.case, reason=REASON)
    views = CaseView.objects.count()
    destroying.carry_out(actor=desk.actor("mina"), destruction=approved(desk))
    left = {
        relation.related_model
        for model in (Case, Person)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.related_model._meta.app_label == "cases"
        and relation.related_model._base_manager.exists()
    }  # fmt: skip
    assert left <= KEPT | EMPTIED
    assert {bytes(one) for one in Person.objects.values_list("sealed_description", flat=True)} == {b""}
    assert bytes(Case.objects.get().sealed_title) == b""
    assert CaseView.objects.count() >= views


def test_a_hold_stands_against_it_at_every_step(desk: Desk) -> None:
    mina = desk.actor("mina")
    hold = lambda: set_hold(actor=mina, case=desk.case, reason=REASON)  # noqa: E731
    lift = lambda: lift_hold(actor=mina, case=desk.case, reason=REASON)  # noqa: E731
    hold()
    refused("held", hold)
    refused("held", lambda: propose(desk))
    lift()
    refused("not_held", lift)
    destruction = propose(desk)
    hold()
    refused("held", lambda: approve_destruction(actor=desk.actor("haru"), destruction=destruction))
    lift()
    approve_destruction(actor=desk.actor("haru"), destruction=destruction)
    hold()
    refused("held", lambda: destroying.carry_out(actor=mina, destruction=destruction))
    with pytest.raises(DatabaseError, match="legal hold"), transaction.atomic():
        Destruction.objects.update(begun_at=timezone.now())
    assert vault.holds(desk.case.pk)
    opened = access_queries.opened_access(desk.actor("haru"), desk.case)
    assert opened.hold is not None
    assert (opened.hold.reason, opened.hold.set_by, len(opened.earlier_holds)) == (REASON, "Mina", 2)


def test_a_room_below_may_have_something_against_it(desk: Desk) -> None:
    def against(**_named: object) -> None:
        raise Refused("A release stands.", code="standing_release")

    destruction = approved(desk)
    destruction_wanted.connect(against)
    try:
        refused("standing_release", lambda: destroying.carry_out(actor=desk.actor("mina"), destruction=destruction))
    finally:
        destruction_wanted.disconnect(against)
    assert vault.holds(desk.case.pk)


def test_it_can_be_called_off_and_an_approval_grows_old(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    call_off_destruction(actor=desk.actor("haru"), destruction=propose(desk))
    destruction = approved(desk)
    later = timezone.now() + dt.timedelta(days=8)
    monkeypatch.setattr(timezone, "now", lambda: later)
    refused("approval_old", lambda: destroying.carry_out(actor=desk.actor("mina"), destruction=destruction))
    seen = access_queries.opened_access(desk.actor("mina"), desk.case).destruction
    assert seen is not None
    assert seen.stale
    call_off_destruction(actor=desk.actor("mina"), destruction=destruction)
    assert access_queries.opened_access(desk.actor("mina"), desk.case).destruction is None


def test_with_a_day_it_comes_by_itself_and_warns_before(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    refused("day", lambda: propose(desk, on_day=ahead(0)))
    destruction = approved(desk, on_day=ahead(60))
    refused("day", lambda: destroying.carry_out(actor=desk.actor("mina"), destruction=destruction))
    assert not retention.destructions_ahead(desk.actor("haru")).exists()
    assert list(retention.destructions_ahead(desk.actor("haru"), ahead(35))) == [destruction]
    assert not retention.destructions_ahead(desk.actor("jonas"), ahead(35)).exists()
    tidying.tidy()
    assert vault.holds(desk.case.pk)
    set_hold(actor=desk.actor("mina"), case=desk.case, reason=REASON)
    later = timezone.now() + dt.timedelta(days=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert destroying.carry_out_due(actor=system("retention")) == (0, 1)
    lift_hold(actor=desk.actor("mina"), case=desk.case, reason=REASON)
    tidying.tidy()
    assert not vault.holds(desk.case.pk)


def test_nothing_destroys_itself_that_nobody_decided(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    set_review(actor=desk.actor("mina"), case=desk.case, review_by=ahead(1))
    propose(desk, on_day=ahead(2))
    later = timezone.now() + dt.timedelta(days=4000)
    monkeypatch.setattr(timezone, "now", lambda: later)
    tidying.tidy()
    assert vault.holds(desk.case.pk)
    assert not Destruction.objects.filter(begun_at__isnull=False).exists()


def test_what_was_interrupted_is_finished(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(desk)
    destruction = approved(desk)

    def interrupted(case: Case) -> int:
        raise OSError("the machine stops")

    with monkeypatch.context() as patch:
        patch.setattr("tocsin.cases.erasing.erase", interrupted)
        with pytest.raises(OSError, match="stops"):
            destroying.carry_out(actor=desk.actor("mina"), destruction=destruction)
    assert not queries.visible_to(desk.actor("mina")).exists()
    assert not vault.holds(desk.case.pk)
    assert destroying.finish_begun(actor=system("retention")) == 1
    assert Destruction.objects.get().done_at is not None
    assert destroying.finish_begun(actor=system("retention")) == 0


def test_a_key_that_is_gone_opens_nothing_and_breaks_no_list(desk: Desk) -> None:
    """As in an old database with today's keystore."""
    woman, _other = fill(desk)
    vault.destroy_key(desk.case.pk)
    assert queries.titles(desk.actor("mina")) == {desk.case.pk: "(a case whose key is gone)"}
    with pytest.raises(KeyMissing):
        queries.opened_case(desk.actor("mina"), desk.case)
    with pytest.raises(KeyMissing):
        assert vault.open_text(desk.case.pk, f"person.description:{woman.pk}", woman.sealed_description)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cases_destruction SET approved_by_id = proposed_by_id, approved_at = now()",
        "UPDATE cases_destruction SET begun_at = now()",
        "UPDATE cases_destruction SET sealed_reason = 'x'",
        "DELETE FROM cases_destruction",
        "UPDATE cases_legal_hold SET sealed_reason = 'x'",
        "UPDATE cases_legal_hold SET lifted_at = now()",
        "DELETE FROM cases_legal_hold",
    ],
)
def test_the_database_holds_to_it(desk: Desk, change: str) -> None:
    propose(desk)
    set_hold(actor=desk.actor("mina"), case=desk.case, reason=REASON)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert LegalHold.objects.get().lifted_at is None


def test_who_is_let_out_or_not_let_in_is_no_second_person(desk: Desk) -> None:
    destruction = propose(desk)
    assert [one.id for one in access_queries.destructions_to_decide(desk.actor("haru"))] == [destruction.pk]
    assign_staff(actor=desk.actor("mina"), case=desk.case, staff=desk.staff["jonas"])
    assert access.is_assigned(desk.actor("jonas"), desk.case)
    approve_destruction(actor=desk.actor("jonas"), destruction=destruction)
