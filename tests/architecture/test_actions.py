"""Every state change is an action: keyword-only, with an actor, of a registered kind."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tocsin.core import audit

ROOT = Path(__file__).parents[2]
# These change nothing themselves: each calls an audited action, or several, in transactions of their own.
CALLERS = {
    "tocsin.pages.actions.publish_page": "through Wagtail's own publishing, which the room has made an action",
    "tocsin.pages.actions.unpublish_page": "the same",
    "tocsin.pages.actions.publish_scheduled": "the same, once for each page that is due",
    "tocsin.pages.actions.collect_comments": "the letterbox's drain: one audit entry for each batch",
}


def action_modules() -> list[str]:
    """`actions.py` of every room, and `*_actions.py` where a room has many."""
    found = [*ROOT.glob("tocsin/*/actions.py"), *ROOT.glob("tocsin/*/*_actions.py")]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sorted(found)]
    return [name for name in names if name != "tocsin.core.actions"]


def public_functions() -> list[tuple[str, Callable[..., Any]]]:
    found = []
    for module in map(importlib.import_module, action_modules()):
        for name, value in vars(module).items():
            if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_"):
                found.append((f"{module.__name__}.{name}", value))
    return found


FUNCTIONS = public_functions()


def test_every_room_that_changes_something_has_actions() -> None:
    rooms = {name.split(".")[1] for name, _ in FUNCTIONS}
    assert {
        "accounts",
        "supporters",
        "intake",
        "cases",
        "disclosure",
        "campaigns",
        "mailings",
        "delivery",
        "pages",
    } <= rooms


@pytest.mark.parametrize(("name", "function"), FUNCTIONS, ids=[name for name, _ in FUNCTIONS])
def test_every_public_function_of_actions_is_an_action(name: str, function: Callable[..., Any]) -> None:
    if name not in CALLERS:
        assert getattr(function, "action_kind", None) in audit.kinds(), f"{name} is no @action"
    given = list(inspect.signature(inspect.unwrap(function)).parameters.values())
    assert all(parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in given)
    assert [parameter.default for parameter in given if parameter.name == "actor"] == [inspect.Parameter.empty]


def test_the_exceptions_are_there_and_are_no_actions() -> None:
    there = dict(FUNCTIONS)
    assert all(name in there and not hasattr(there[name], "action_kind") for name in CALLERS)


def test_no_two_actions_share_a_kind() -> None:
    kinds = [getattr(function, "action_kind", name) for name, function in FUNCTIONS]
    assert len(kinds) == len(set(kinds))
