"""The three tables of the public process. Triggers, sequence and further checks are in the migrations."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from .shapes import STATUSES


class Published(models.Model):
    """One address of the window: guarded bytes from the desk, or figures from the worker."""

    class Source(models.TextChoices):
        DESK = "desk"
        WORKER = "worker"

    path = models.TextField(primary_key=True)
    language = models.TextField(default="", blank=True)
    status = models.SmallIntegerField(default=200)
    content_type = models.TextField()
    headers = models.JSONField(default=dict, blank=True)
    body = models.BinaryField()
    gzip = models.BinaryField(null=True)
    brotli = models.BinaryField(null=True)
    etag = models.TextField()
    slots = models.BooleanField(default=False)
    messages = models.JSONField(default=dict, blank=True)
    releases = ArrayField(models.UUIDField(), default=list, blank=True)
    # Other sites whose pages may send this page's form (``shapes.ORIGIN``).
    origins = ArrayField(models.TextField(), default=list, blank=True)
    source = models.TextField(choices=Source.choices)
    verdict_sha256 = models.BinaryField(null=True)
    guard_version = models.IntegerField(null=True)
    live_version = models.BigIntegerField(default=0, editable=False)
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "front_published"
        indexes = [GinIndex(fields=["releases"], name="front_published_releases")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=sorted(STATUSES)), name="front_published_status"),
            models.CheckConstraint(condition=Q(source__in=["desk", "worker"]), name="front_published_source"),
        ]


class State(models.Model):
    """What the front must know beside the pages: ``guard_version``, and switches."""

    key = models.TextField(primary_key=True)
    value = models.JSONField()

    class Meta:
        db_table = "front_state"


class Letterbox(models.Model):
    """One sealed row: opened, acted on and deleted by the worker (kind ``report``: by the desk).

    The id is random and the time kept to the hour, so that no row tells when, or after whom, it came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    hour = models.DateTimeField()
    payload = models.BinaryField()

    class Meta:
        db_table = "front_letterbox"
        indexes = [models.Index(fields=["kind"], name="front_letterbox_kind")]


class LetterboxBatch(models.Model):
    """The id of a batch that the front has committed: whatever became of its rows, a second try with it fails.

    Rows are taken out within seconds, so their own ids cannot say that. Kept for ``marks.REMEMBERED``.
    """

    id = models.UUIDField(primary_key=True)
    hour = models.DateTimeField()

    class Meta:
        db_table = "front_letterbox_batch"


class LetterboxTally(models.Model):
    """How many letterbox rows ended how. Every drained row is in exactly one of these figures."""

    hour = models.DateTimeField(help_text="of the rows' arrival")
    kind = models.TextField()
    outcome = models.TextField()
    rows = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "front_letterbox_tally"
        constraints = [models.UniqueConstraint(fields=["hour", "kind", "outcome"], name="one_letterbox_tally")]


class LetterboxPoisoned(models.Model):
    """A row that cannot be acted on, set aside as it came, still sealed; ``why`` is a code without the row's words."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    hour = models.DateTimeField()
    payload = models.BinaryField()
    why = models.TextField()

    class Meta:
        db_table = "front_letterbox_poisoned"
