"""An action: policy first, change and audit in one transaction, refusals audited and nothing else kept."""

from __future__ import annotations

import pytest
from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

from tocsin.core import audit
from tocsin.core.actions import Actor, Done, NotPermitted, Refused, action, anyone
from tocsin.core.models import AuditEntry

pytestmark = pytest.mark.django_db

MINA = Actor("Mina Seo", 1, frozenset({"caseworker"}))
RUTH = Actor("Ruth Halvorsen", 2, frozenset({"administrator"}))
SYSTEM = Actor("system:mailing")


def may_ring(actor: Actor, times: int) -> None:
    if "caseworker" not in actor.roles:
        raise NotPermitted("This is not for your role.", code="role")
    if times > 3:
        raise Refused("That is too often.", "Ring less.", code="often", facts={"times": times})


@action("core.test_bell_rung", policy=may_ring)
def ring_bell(*, actor: Actor, times: int, fail: str = "") -> Done[int]:
    audit.record(kind="core.test_inner", actor=actor, subject="bell:1", detail={})
    if fail == "refused":
        raise Refused("The rope is worn.", "Mend it.", code="rope")
    if fail:
        raise ZeroDivisionError
    return Done(times * 2, subject="bell:1", detail={"times": times})


@action("core.test_outer", policy=anyone)
def ring_twice(*, actor: Actor, swallow: bool) -> Done[None]:
    try:
        ring_bell(actor=actor, times=1, fail="refused")
    except Refused:
        if not swallow:
            raise
    return Done(None, subject="bell:1")


audit.register("core.test_inner")


def kinds() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("kind", flat=True))


def test_the_caller_gets_the_result_and_the_audit_its_entry() -> None:
    assert ring_bell(actor=MINA, times=3) == 6
    entry = AuditEntry.objects.get(kind="core.test_bell_rung")
    assert (entry.actor, entry.staff_id, entry.subject, entry.detail) == ("Mina Seo", 1, "bell:1", {"times": 3})


def test_a_refusal_of_the_policy_is_audited_with_its_facts_and_nothing_is_done() -> None:
    with pytest.raises(NotPermitted):
        ring_bell(actor=RUTH, times=1)
    with pytest.raises(Refused) as refused:
        ring_bell(actor=MINA, times=9)
    assert str(refused.value) == "That is too often. Ring less."
    assert kinds() == [audit.REFUSAL, audit.REFUSAL]
    first, second = AuditEntry.objects.order_by("sequence")
    assert (first.actor, first.subject, first.detail) == (
        "Ruth Halvorsen",
        "action:core.test_bell_rung",
        {"code": "role"},
    )
    assert second.detail == {"code": "often", "times": 9}


def test_a_refusal_within_undoes_what_was_done() -> None:
    with pytest.raises(Refused):
        ring_bell(actor=MINA, times=1, fail="refused")
    assert kinds() == [audit.REFUSAL]


def test_a_fault_undoes_everything_and_is_no_refusal() -> None:
    with pytest.raises(ZeroDivisionError):
        ring_bell(actor=MINA, times=1, fail="fault")
    assert kinds() == []


def test_a_refusal_that_goes_through_is_audited_once_under_what_was_asked() -> None:
    with pytest.raises(Refused):
        ring_twice(actor=MINA, swallow=False)
    (entry,) = AuditEntry.objects.all()
    assert entry.subject == "action:core.test_outer"


def test_a_refusal_that_is_handled_is_kept_with_the_rest() -> None:
    ring_twice(actor=MINA, swallow=True)
    assert kinds() == [audit.REFUSAL, "core.test_outer"]
    assert audit.verify().holds


def test_in_an_outer_transaction_the_refusal_goes_with_it() -> None:
    with transaction.atomic():
        with pytest.raises(Refused):
            ring_bell(actor=MINA, times=9)
        transaction.set_rollback(True)
    assert kinds() == []


def test_an_action_needs_an_actor_by_name() -> None:
    for wrong in ({}, {"actor": None}, {"actor": "Mina"}):
        with pytest.raises(TypeError):
            ring_bell(times=1, **wrong)
    with pytest.raises(TypeError):
        ring_bell(MINA, 1)  # type: ignore[misc]


def test_a_function_of_another_shape_cannot_be_an_action() -> None:
    def positional(actor: Actor) -> Done[None]:
        return Done(None, subject="x:1")

    def of_nobody(*, times: int) -> Done[None]:
        return Done(None, subject="x:1")

    for wrong in (positional, of_nobody):
        with pytest.raises(TypeError):
            action("core.test_wrong", policy=anyone)(wrong)


def test_a_part_of_the_system_is_no_person() -> None:
    assert MINA.person == 1
    with pytest.raises(NotPermitted):
        _ = SYSTEM.person


@pytest.mark.django_db(transaction=True, available_apps=["tocsin.front"])
@pytest.mark.parametrize(("deadlocks", "done"), [(2, True), (3, False)])
def test_an_action_that_lost_a_deadlock_is_done_again(deadlocks: int, done: bool) -> None:
    lost: list[int] = []

    @action("core.test_unlucky", policy=anyone)
    def unlucky(*, actor: Actor) -> Done[int]:
        if len(lost) < deadlocks:
            lost.append(1)
            raise OperationalError("deadlock detected") from DeadlockDetected()
        return Done(7, subject="bell:1")

    if done:
        assert unlucky(actor=MINA) == 7
        assert kinds() == ["core.test_unlucky"]
    else:
        with pytest.raises(OperationalError):
            unlucky(actor=MINA)
        assert kinds() == []
