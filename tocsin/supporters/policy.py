"""Who may act on supporters: the parts of the system that run on the worker, which alone can index addresses."""

from __future__ import annotations

from tocsin.accounts import actors
from tocsin.core.actions import Actor, NotPermitted

ERASERS = frozenset({"letterbox", "retention"})
SUPPRESSORS = frozenset({"mailing", "letterbox", "retention"})


def may_erase(actor: Actor) -> None:
    _require_one(actor, ERASERS)


def may_suppress(actor: Actor) -> None:
    _require_one(actor, SUPPRESSORS)


def _require_one(actor: Actor, names: frozenset[str]) -> None:
    if actor not in {actors.system(name) for name in names}:
        raise NotPermitted("This is done by the system alone.", code="system")
