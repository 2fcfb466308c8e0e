"""Every screen of the desk times every role: whom it does not concern finds nothing there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.test import Client
from django.urls import URLPattern, reverse

from tocsin.accounts.models import Staff
from tocsin.desk.urls import urlpatterns

from .conftest import PEOPLE, SEALED, World
from .tried_doors import NAMED

SHOWN = {HTTPStatus.OK, HTTPStatus.METHOD_NOT_ALLOWED}  # buttons answer a GET with 405
# Screens of a case or of what leads to it: the role is not enough.
# What waits for a second person: an approver, or a colleague; Mina asked for it herself.
OF_SECONDS = {"export_decide", "export_refuse", "destruction_approve"}
OF_THE_CASE = {
    "case",
    "report_linked",
    "release",
    "release_withdraw",
    "release_abort",
    "release_open",
    "release_prepare",
}
# There for nobody in this world: they are of a photograph, and of a release that waits for its hour.
OF_NOTHING = {"attachment_picture", "decision_abort", "decision_open"}


def arguments(pattern: URLPattern, world: World) -> dict[str, Any]:
    """What the address names, out of the world."""
    return {name: NAMED[name](world) for name in pattern.pattern.converters}


def screens(world: World, staff: dict[str, Staff]) -> Iterator[tuple[str, str, set[str], bool]]:
    """(name, address, roles it is for, whether only for the case's people)."""
    for pattern in urlpatterns:
        named = arguments(pattern, world)
        roles = set(pattern.callback.view_class.roles)
        confidential = bool({"case", "report", "draft"} & set(named)) or pattern.name in OF_THE_CASE
        yield pattern.name, reverse(f"desk:{pattern.name}", kwargs=named), roles, confidential


def test_each_screen_is_there_for_its_roles_alone(
    whole: World, staff: dict[str, Staff], browser: Callable[[str], Client]
) -> None:
    wrong = []
    for name, mine in PEOPLE.items():
        client = browser(name)
        for screen, address, roles, confidential in screens(whole, staff):
            allowed = (not roles or roles & set(mine)) and (not confidential or name == "mina")
            allowed = name == "adaeze" if screen in OF_SECONDS else allowed and screen not in OF_NOTHING
            status = client.get(address).status_code
            if status not in (SHOWN if allowed else {HTTPStatus.NOT_FOUND}):
                wrong.append((name, screen, status))
    assert not wrong


def test_strangers_are_sent_to_the_login(whole: World, staff: dict[str, Staff]) -> None:
    for _screen, address, _roles, _confidential in screens(whole, staff):
        answer = Client().get(address)
        assert answer.status_code == HTTPStatus.FOUND, address
        assert answer.url.startswith("/accounts/login/"), address


def test_no_sealed_fact_is_shown_outside_the_case(
    whole: World, staff: dict[str, Staff], browser: Callable[[str], Client]
) -> None:
    sealed = [SEALED, "천분녀", "The thirty-one", str(whole.case.pk), whole.case.number.digits]
    told = []
    for name in ("teo", "adaeze", "ruth", "jonas"):
        client = browser(name)
        for screen, address, _roles, _confidential in [("home", "/", set(), False), *screens(whole, staff)]:
            words = client.get(address).content.decode()
            told += [(name, screen, one) for one in sealed if one in words.replace(address, "")]
    assert not told


def test_homes_tell_each_what_waits_for_them(world: World, browser: Callable[[str], Client]) -> None:
    assert b"1 new report waits" in browser("mina").get("/").content
    assert b"1 release waits for your decision" in browser("adaeze").get("/").content
    assert b"1 comment waits" in browser("teo").get("/").content
    assert b"Mina is proposed as approver" in browser("ivo").get("/").content
    assert b"Mina is proposed as approver" not in browser("ruth").get("/").content
    assert b"Nothing waits for you" in browser("noone").get("/").content
