"""Letting oneself into a case: with a number, a reason and proof; before its people's eyes; and not for long."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from tocsin.accounts.actions import depart_staff
from tocsin.accounts.actors import actor_of
from tocsin.cases import access_queries, emergency_actions, queries
from tocsin.cases.actions import assign_staff, end_assignment, open_case
from tocsin.cases.emergency_actions import end_emergency, open_in_emergency
from tocsin.cases.models.access import EmergencyOpening
from tocsin.cases.numbers import spoken
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.models import AuditEntry

from .conftest import Desk

REASON = "Her daughter calls: they are being moved tonight."


def get_in(desk: Desk, who: str = "jonas", **more: Any) -> EmergencyOpening:
    told = {"number": desk.case.number.digits, "reason": REASON} | more
    return open_in_emergency(actor=desk.actor(who), **told)


def test_a_number_tells_nothing_and_is_given_once(desk: Desk) -> None:
    digits = [open_case(actor=desk.actor("mina"), title=f"Case {n}").number.digits for n in range(20)]
    assert len({*digits, desk.case.number.digits}) == 21
    assert all(len(one) == 9 and one.isdigit() for one in digits)
    assert digits != sorted(digits)


@pytest.mark.parametrize("form", ["{}", "{}-{}-{}", " {} {} {} ", "{}.{}.{}"])
def test_whoever_knows_the_number_gets_in_for_some_hours(desk: Desk, form: str) -> None:
    digits = desk.case.number.digits
    said = form.format(digits) if form == "{}" else form.format(digits[:3], digits[3:6], digits[6:])
    opening = get_in(desk, number=said)
    assert queries.opened_case(desk.actor("jonas"), desk.case).title == "Thirty-one"
    assert dt.timedelta(hours=11) < opening.ends_at - timezone.now() <= dt.timedelta(hours=12)


def test_it_ends_by_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    get_in(desk)
    later = timezone.now() + dt.timedelta(hours=12, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(NotPermitted):
        queries.case_for(desk.actor("jonas"), desk.case.pk)


def test_its_people_are_told_at_once_and_the_mail_says_nothing(
    desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        get_in(desk)
    assert sorted(one.to[0] for one in mail.outbox) == ["haru@tocsin.example", "mina@tocsin.example"]
    for message in mail.outbox:
        said = f"{message.subject} {message.body}"
        for secret in ("Jonas", "Thirty", "daughter", "case", desk.case.number.digits, str(desk.case.pk)):
            assert secret not in said
    (seen,) = access_queries.opened_access(desk.actor("haru"), desk.case).emergencies
    assert (seen.who, seen.reason, seen.standing) == ("Jonas", REASON, True)


def test_a_mail_server_that_is_away_stops_nothing(
    desk: Desk, settings: Any, django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with django_capture_on_commit_callbacks(execute=True):
        get_in(desk)
    assert "2 alerts could not be mailed" in caplog.text
    assert "tocsin.example" not in caplog.text


@pytest.mark.parametrize("who", ["adaeze", "teo", "ruth"])
def test_only_caseworkers(desk: Desk, who: str) -> None:
    with pytest.raises(NotPermitted):
        get_in(desk, who)


def test_proof_and_a_reason_are_asked_before_anything_is_looked_up(desk: Desk) -> None:
    unproven = actor_of(desk.staff["jonas"])
    for number in (desk.case.number.digits, "000000000"):
        with pytest.raises(Refused) as refused:
            open_in_emergency(actor=unproven, number=number, reason=REASON)
        assert refused.value.code == "second_factor"
        with pytest.raises(Refused) as refused:
            get_in(desk, number=number, reason="Urgent.")
        assert refused.value.code == "no_reason"


def test_no_number_is_told_from_another(desk: Desk) -> None:
    """Wrong, never given, and right but tried too often: the same words, and the same line in the audit."""
    answers, lines = set(), set()
    for number in [*(f"{n:09d}" for n in range(emergency_actions.TRIES)), desk.case.number.digits, "", "x"]:
        with pytest.raises(Refused) as refused:
            get_in(desk, number=number)
        entry = AuditEntry.objects.order_by("-sequence")[0]
        answers.add((str(refused.value), refused.value.code))
        lines.add((entry.kind, entry.subject, str(entry.detail)))
    assert len(answers) == len(lines) == 1
    assert not EmergencyOpening.objects.exists()


def test_somebody_elses_wrong_tries_are_not_mine(desk: Desk) -> None:
    for _try in range(emergency_actions.TRIES):
        with pytest.raises(Refused):
            get_in(desk, "haru", number="000000000")
    get_in(desk, "jonas")


def test_whoever_is_on_the_case_has_no_need(desk: Desk) -> None:
    for who in ("mina", "jonas"):
        if who == "jonas":
            get_in(desk)
        with pytest.raises(Refused) as refused:
            get_in(desk, who)
        assert refused.value.code == "on_the_case"


def test_in_an_emergency_one_lets_nobody_in_or_out(desk: Desk) -> None:
    get_in(desk)
    for verb in (
        lambda: assign_staff(actor=desk.actor("jonas"), case=desk.case, staff=desk.staff["jonas"]),
        lambda: end_assignment(actor=desk.actor("jonas"), case=desk.case, staff=desk.staff["mina"]),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert refused.value.code == "emergency"


def test_a_case_whose_people_are_gone_can_be_taken_on_and_approvers_hear_of_it(
    desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    for name in ("mina", "haru"):
        depart_staff(actor=desk.actor("ruth"), staff=desk.staff[name])
    with django_capture_on_commit_callbacks(execute=True):
        get_in(desk)
    assert [one.to[0] for one in mail.outbox] == ["adaeze@tocsin.example"]
    assign_staff(actor=desk.actor("jonas"), case=desk.case, staff=desk.staff["jonas"])
    assert queries.case_for(desk.actor("jonas"), desk.case.pk) == desk.case


def test_its_people_end_it_and_so_does_whoever_came(desk: Desk) -> None:
    end_emergency(actor=desk.actor("haru"), opening=get_in(desk))
    with pytest.raises(NotPermitted):
        queries.case_for(desk.actor("jonas"), desk.case.pk)
    opening = get_in(desk)
    end_emergency(actor=desk.actor("jonas"), opening=opening)
    with pytest.raises(NotPermitted):
        end_emergency(actor=desk.actor("jonas"), opening=opening)
    with pytest.raises(Refused) as refused:
        end_emergency(actor=desk.actor("mina"), opening=opening)
    assert refused.value.code == "ended"


def test_the_reason_is_sealed_and_the_audit_has_no_words(desk: Desk) -> None:
    get_in(desk)
    entry = AuditEntry.objects.get(kind="cases.emergency_opened")
    assert "daughter" not in f"{entry.detail}{bytes(EmergencyOpening.objects.get().sealed_reason)!r}"
    assert set(entry.detail) == {"ends", "told"}


def test_spoken_in_groups() -> None:
    assert spoken("482177306") == "482-177-306"
