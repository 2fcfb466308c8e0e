"""Deleting a page for good: out of the window, and into the audit."""

from __future__ import annotations

from tocsin.core.actions import Actor, Done, action

from . import policy, window
from .models import WindowPage


@action("pages.page_deleted", policy=policy.may_publish)
def forget_page(*, actor: Actor, page: WindowPage) -> Done[None]:
    """Before Wagtail deletes it, in the same transaction. What went dark with a release stays dark. Raises Refused."""
    window.take_out(page)
    return Done(None, subject=f"page:{page.pk}", detail={"path": page.window_path, "live": page.live})
