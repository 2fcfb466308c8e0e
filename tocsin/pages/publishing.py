"""The two actions through which every page goes into the window and out of it, whichever way Wagtail came."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from tocsin.accounts.actors import actor_of, system
from tocsin.accounts.models import Staff
from tocsin.core.actions import Actor, Done, action

from . import policy
from .turns import take_turns

_underway: ContextVar[bool] = ContextVar("publishing", default=False)


def underway() -> bool:
    """Whether a page is being published right now, by the action below."""
    return _underway.get()


def publisher(user: Staff | None) -> Actor:
    """Who publishes: a member of staff, or (the schedule, a withdrawal) the system."""
    return actor_of(user) if user is not None else system("publishing")


@action("pages.page_published", policy=policy.may_publish)
def publish_revision(*, actor: Actor, page: Any, how: Callable[[], Any]) -> Done[Any]:
    """Run Wagtail's publishing, which writes the window on its way. Raises Refused, and then nothing has changed."""
    take_turns()
    token = _underway.set(True)
    try:
        return Done(how(), subject=f"page:{page.pk}", detail={"path": page.window_path})
    finally:
        _underway.reset(token)


@action("pages.page_unpublished", policy=policy.may_publish)
def take_back(*, actor: Actor, page: Any, how: Callable[[], Any]) -> Done[Any]:
    """Run Wagtail's unpublishing, which takes the page out of the window on its way."""
    take_turns()
    return Done(how(), subject=f"page:{page.pk}", detail={"path": page.window_path})
