"""Readers' comments: they wait until a campaigner lets them appear."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from tocsin.desk.roles import CAMPAIGNER
from tocsin.pages import actions, queries
from tocsin.pages.models import Comment

from .base import ButtonView, RoomMixin, RoomView, address


class CommentList(RoomView):
    roles = (CAMPAIGNER,)
    template_name = "desk/comments.html"
    page_title = gettext_lazy("Comments")
    header_icon = "comment"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decided = Comment.objects.exclude(state=Comment.State.WAITING).select_related("post").order_by("-pk")[:20]
        return super().get_context_data(waiting=queries.waiting_comments(self.actor), decided=decided, **kwargs)


class CommentsMixin(RoomMixin):
    roles = (CAMPAIGNER,)

    def back(self) -> str:
        return address("comments")


class CommentsCollect(CommentsMixin, ButtonView):
    """Those that lie in the letterbox come by themselves too; this is for the impatient."""

    def act(self, form: forms.Form) -> None:
        actions.collect_comments(actor=self.actor)


class CommentApprove(CommentsMixin, ButtonView):
    done_message = gettext_lazy("The comment stands below its post.")

    def act(self, form: forms.Form) -> None:
        comment = get_object_or_404(Comment, pk=self.kwargs["comment"])
        actions.moderate_comment(actor=self.actor, comment=comment, approve=True)


class CommentReject(CommentsMixin, ButtonView):
    done_message = gettext_lazy("The comment is not shown.")

    def act(self, form: forms.Form) -> None:
        comment = get_object_or_404(Comment, pk=self.kwargs["comment"])
        actions.moderate_comment(actor=self.actor, comment=comment, approve=False)
