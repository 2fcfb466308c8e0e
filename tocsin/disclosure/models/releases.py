"""Releases and their words. Campaigns, letters and pages may refer to them: nothing here knows a case."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .telling import Audience


class PublicRelease(models.Model):
    """An immutable, hashed set of statements. Nothing here leads to a case.

    Approved means live: it may be published. Between approval and ``embargo_until`` it is embargoed.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for approval")
        EMBARGOED = "embargoed", _("approved, waits for its hour")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ABORTED = "aborted", _("called off")

    class Gone(models.IntegerChoices):
        """How a page answers after withdrawal: with the family's words, or as if it had never been."""

        WORDS = 410, _("with the family's words")
        NOTHING = 404, _("as if it had never been")

    # Not ended: waiting for a decision, for their hour, or live.
    UNDER_WAY = (State.PROPOSED, State.EMBARGOED, State.APPROVED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    sha256 = models.BinaryField(help_text="over the canonical JSON of its statements")
    proposed_at = models.DateTimeField(auto_now_add=True)
    embargo_until = models.DateTimeField(null=True, help_text="nothing of it is published before")
    approved_at = models.DateTimeField(null=True)
    live_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="the version that it takes the place of",
    )
    prepare = models.BooleanField(default=False, help_text="campaigners may draft on it before it is decided on")
    gone_status = models.PositiveSmallIntegerField(choices=Gone.choices, default=Gone.WORDS)
    # language -> the family's words, shown where the pages were
    gone_words = models.JSONField(default=dict)

    class Meta:
        db_table = "disclosure_public_release"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False),
                name="approved_release_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(live_at__isnull=False), name="live_release_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="embargoed") | Q(approved_at__isnull=False, embargo_until__isnull=False),
                name="embargoed_release_has_hour",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False),
                name="withdrawn_release_has_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class GonePage(models.Model):
    """The family's words as a whole page in one language, rendered while the release stands, so that darkening renders
    nothing. Where there is none, or the guard has doubts, the plain words are shown."""

    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, related_name="gone_pages")
    language = models.CharField(max_length=10)
    body = models.BinaryField()

    class Meta:
        db_table = "disclosure_gone_page"
        constraints = [models.UniqueConstraint(fields=["release", "language"], name="one_gone_page_per_language")]

    def __str__(self) -> str:
        return f"{self.release_id}:{self.language}"


class Statement(models.Model):
    """One line of a release in one language: words of their own, never a masked view of the record."""

    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, related_name="statements")
    position = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        db_table = "disclosure_statement"
        ordering = ["position", "language"]
        constraints = [
            models.UniqueConstraint(fields=["release", "position", "language"], name="one_line_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.release_id}:{self.position}:{self.language}"
