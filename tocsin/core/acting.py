"""Who is acting, for rules that hold for everything a person does and see only a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from .actor import Actor


@dataclass(frozen=True)
class Acting:
    """The outermost action under way: its kind and actor; and a place for what is found out once for each action."""

    kind: str
    actor: Actor
    known: dict[str, object] = field(default_factory=dict, compare=False)


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


def current() -> Acting | None:
    """The outermost action under way here, if any."""
    return _acting.get()


@contextmanager
def outermost(kind: str, actor: Actor) -> Iterator[None]:
    """Be the action under way, unless one is."""
    if _acting.get() is not None:
        yield
        return
    token = _acting.set(Acting(kind, actor))
    try:
        yield
    finally:
        _acting.reset(token)
