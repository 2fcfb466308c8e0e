"""What the desk shows of this room."""

from __future__ import annotations

from django.db.models import QuerySet

from tocsin.core.actions import Actor

from . import policy
from .models import Comment, Trouble


def waiting_comments(actor: Actor) -> QuerySet[Comment]:
    """Comments that wait for moderation, oldest first. Raises NotPermitted."""
    policy.may_moderate(actor)
    return Comment.objects.filter(state=Comment.State.WAITING).select_related("post")


def troubles(actor: Actor) -> QuerySet[Trouble]:
    """Pages that could not be published or rendered anew, oldest first. Raises NotPermitted."""
    policy.may_publish(actor)
    return Trouble.objects.select_related("page")
