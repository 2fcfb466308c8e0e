"""An action is an object's one way to change: one transaction with policy, change and audit inside.

::

    @action("campaigns.campaign_closed", policy=policy.may_close)
    def close_campaign(*, actor: Actor, campaign: Campaign) -> Done[Campaign]:
        ...
        return Done(campaign, subject=f"campaign:{campaign.pk}", detail={"reason": ...})

Callers get the result without its wrapping. A refusal (``Refused``) rolls everything back, and is itself
audited in a transaction of its own.

An action within an action is part of the outer one: all their entries are written at the outermost end (``pending``),
so that the audit's lock is the last that is taken, and never one of two that wait for each other.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

from . import acting, audit, pending
from .actor import Actor, NotPermitted, Refused

__all__ = ["Actor", "Done", "NotPermitted", "Refused", "action", "anyone"]

T = TypeVar("T")
P = ParamSpec("P")

# Of two that wait for each other PostgreSQL ends one, whose transaction then never was: it is simply done again.
DEADLOCK_TRIES = 3


@dataclass(frozen=True)
class Done(Generic[T]):
    """What an action did: its result, the subject (``kind:id``, opaque) and facts for the audit entry."""

    result: T
    subject: str
    detail: Mapping[str, Any] = field(default_factory=dict)


def action(kind: str, *, policy: Callable[..., None]) -> Callable[[Callable[P, Done[T]]], Callable[P, T]]:
    """Make a function an action of an audited kind.

    ``policy`` is called first, in the transaction, with the action's own arguments that it names; it raises Refused.
    """
    audit.register(kind)

    def decorate(function: Callable[P, Done[T]]) -> Callable[P, T]:
        _require_shape(function)

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            actor = kwargs.get("actor")
            if not isinstance(actor, Actor):
                raise TypeError(f"{function.__name__} needs an actor.")
            tries = 1 if transaction.get_connection().in_atomic_block else DEADLOCK_TRIES
            while True:
                try:
                    return _perform(kind, policy, actor, kwargs, functools.partial(function, *args, **kwargs))
                except OperationalError as fault:
                    tries -= 1
                    if not tries or not isinstance(fault.__cause__, DeadlockDetected):
                        raise

        run.action_kind = kind  # type: ignore[attr-defined]
        return run

    return decorate


def _perform(
    kind: str, policy: Callable[..., None], actor: Actor, arguments: Mapping[str, object], change: Callable[[], Done[T]]
) -> T:
    with acting.outermost(kind, actor), pending.gathered() as entries:
        try:
            with transaction.atomic():
                _ask(policy, arguments)
                done = change()
                entries.add(kind=kind, actor=actor, subject=done.subject, detail=done.detail)
                entries.write()
        except Refused as refusal:
            _record_refusal(entries, kind, actor, refusal)
            raise
    return done.result


def anyone(**_arguments: object) -> None:
    """The policy of an action that needs no permission of its own (state it, do not leave it out)."""


def _require_shape(function: Callable[..., object]) -> None:
    kinds = {p.kind for p in inspect.signature(function).parameters.values()}
    if kinds - {inspect.Parameter.KEYWORD_ONLY} or "actor" not in inspect.signature(function).parameters:
        raise TypeError(f"{function.__name__} must take keyword-only arguments and an actor.")


def _ask(policy: Callable[..., None], arguments: Mapping[str, object]) -> None:
    wanted = inspect.signature(policy).parameters
    if any(p.kind is inspect.Parameter.VAR_KEYWORD for p in wanted.values()):
        policy(**arguments)
    else:
        policy(**{name: arguments[name] for name in wanted if name in arguments})


def _record_refusal(entries: pending.Entries, kind: str, actor: Actor, refusal: Refused) -> None:
    """Within an outer transaction that goes on, or after our own was rolled back."""
    if transaction.get_connection().needs_rollback:
        return
    detail = {**refusal.facts, "code": refusal.code}
    with transaction.atomic():
        entries.add(kind=audit.REFUSAL, actor=actor, subject=f"action:{kind}", detail=detail)
        entries.write()
