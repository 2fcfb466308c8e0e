"""Comments, the addresses that a page has in the window, and publishing that did not come about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from .kinds import PostPage


class Comment(models.Model):
    """What a reader wrote below a post: public words once approved, so they lie here as they are."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for moderation")
        APPROVED = "approved", pgettext_lazy("comment", "approved")
        REJECTED = "rejected", _("not published")

    post = models.ForeignKey(PostPage, on_delete=models.CASCADE, related_name="reader_comments")
    name = models.CharField(max_length=120)
    text = models.TextField(max_length=3000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    hour = models.DateTimeField(help_text="when it came, to the hour")

    class Meta:
        db_table = "pages_comment"
        ordering = ["hour", "pk"]
        indexes = [models.Index(fields=["post", "state"], name="pages_comment_of_post")]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"


class WindowAddress(models.Model):
    """An address of the window and the page that it belongs to (none: one of the site's own answers)."""

    path = models.TextField(primary_key=True)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="+")
    # Stays when the page goes: whoever signed can still withdraw.
    lasting = models.BooleanField(default=False)

    class Meta:
        db_table = "pages_window_address"

    def __str__(self) -> str:
        return self.path


class Trouble(models.Model):
    """A page that could not be published or rendered anew: for the attention of its editors."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    message = models.TextField()
    remedy = models.TextField(blank=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "pages_trouble"
        ordering = ["since"]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.code}"
