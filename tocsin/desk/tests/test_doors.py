"""Wagtail's and allauth's own addresses: each is open to those who need it, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tocsin.accounts.models import Staff
from tocsin.desk.doors import is_open
from tocsin.desk.roles import ADMINISTRATOR, APPROVER, CAMPAIGNER, CASEWORKER


def walk(
    patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, URLPattern]]:
    """(outer name space, whole name, pattern) of every address with a name."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from walk(each.url_patterns, (*spaces, each.namespace) if each.namespace else spaces)
        elif each.name:
            yield (spaces[0] if spaces else ""), ":".join([*spaces, each.name]), each


def addresses() -> Iterator[tuple[str, str, str]]:
    """(outer name space, whole name, an address), where one can be made without looking anything up."""
    for space, name, pattern in walk(get_resolver().url_patterns):
        converters = pattern.pattern.converters
        samples = {key: "1" if "Int" in type(value).__name__ else "one" for key, value in converters.items()}
        try:
            yield space, name, reverse(name, kwargs=samples)
        except NoReverseMatch:
            continue


CLOSED_TO_ALL = [
    *("wagtailusers_users", "wagtailusers_groups", "wagtailsnippets", "wagtailadmin_collections", "wagtaillocales"),
    *("wagtailadmin_workflows", "wagtailadmin_reports", "wagtailsites", "wagtaildocs", "wagtaildocs_chooser"),
]


def test_the_resolver_has_what_we_close() -> None:
    """So that a renaming in Wagtail does not make the next test empty."""
    spaces = {space for space, _name, _pattern in walk(get_resolver().url_patterns)}
    assert set(CLOSED_TO_ALL) - {"wagtailsnippets"} <= spaces


@pytest.mark.parametrize("role", [CASEWORKER, APPROVER, CAMPAIGNER, ADMINISTRATOR])
def test_side_doors_are_on_no_list(role: str) -> None:
    for space in CLOSED_TO_ALL:
        assert not is_open(space, "index", frozenset({role}))
    for name in ("account_signup", "account_email", "wagtailadmin_password_reset", "wagtaildocs_serve", "anything"):
        assert not is_open("", name, frozenset({role}))


def test_every_address_answers_each_as_its_list_says(staff: dict[str, Staff], browser: Callable[[str], Client]) -> None:
    tried, wrong = 0, []
    for name, roles in (
        ("mina", {CASEWORKER}),
        ("adaeze", {APPROVER}),
        ("ruth", {ADMINISTRATOR}),
        ("teo", {CAMPAIGNER}),
    ):
        client = browser(name)
        for space, whole, address in addresses():
            if is_open(space, whole.rpartition(":")[2], frozenset(roles)) or whole in (
                "wagtailadmin_login",
                "wagtailadmin_account",
            ):
                continue
            tried += 1
            status = client.get(address).status_code
            if status != HTTPStatus.NOT_FOUND:
                wrong.append((name, whole, address, status))
    assert not wrong
    assert tried > 300


def test_campaigner_has_pages_and_pictures(staff: dict[str, Staff], browser: Callable[[str], Client]) -> None:
    teo, mina = browser("teo"), browser("mina")
    for name in ("wagtailadmin_explore_root", "wagtailimages:index"):
        assert teo.get(reverse(name), follow=True).status_code == HTTPStatus.OK
        assert mina.get(reverse(name)).status_code == HTTPStatus.NOT_FOUND


def test_wagtails_account_page_gives_way_to_ours(staff: dict[str, Staff], browser: Callable[[str], Client]) -> None:
    assert browser("mina").get("/account/").url == "/me/"


def test_the_menu_shows_each_their_rooms(staff: dict[str, Staff], browser: Callable[[str], Client]) -> None:
    shown = {name: browser(name).get("/").content.decode() for name in ("mina", "teo", "ruth", "adaeze")}
    rooms = {"mina": ["/intake/", "/cases/"], "teo": ["/campaigns/", "/letters/", "/comments/"]}
    rooms |= {"ruth": ["/staff/", "/audit/"], "adaeze": ["/decisions/"]}
    for name, page in shown.items():
        for other, addresses_ in rooms.items():
            for address in addresses_:
                assert (f'"{address}"' in page) == (name == other), (name, address)


def test_a_link_logs_nobody_out(staff: dict[str, Staff], browser: Callable[[str], Client]) -> None:
    client = browser("teo")
    answer = client.get(reverse("wagtailadmin_logout"))
    assert answer.headers["location"] == reverse("account_logout")
    assert not answer.cookies
    assert client.get("/me/").status_code == HTTPStatus.OK
    client.post(reverse("wagtailadmin_logout"))
    assert client.get("/me/").status_code == HTTPStatus.FOUND
