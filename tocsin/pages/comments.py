"""Comments out of the letterbox: they wait for moderation, and nothing says whether one was kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tocsin.front.handling import handles
from tocsin.front.opening import Opened

from .models import Comment, PostPage


@handles("comment")
def keep_comments(rows: Sequence[Opened[Any]]) -> list[str]:
    """One outcome a row: ``waiting``, or ``no_post`` where its post is not (any more) there."""
    posts = {(post.language, post.slug): post for post in PostPage.objects.filter(live=True).select_related("locale")}
    outcomes, kept = [], []
    for row in rows:
        post = posts.get((row.payload.language, row.payload.post))
        outcomes.append("waiting" if post else "no_post")
        if post:
            kept.append(Comment(post=post, name=row.payload.name, text=row.payload.text, hour=row.hour))
    Comment.objects.bulk_create(kept)
    return outcomes
