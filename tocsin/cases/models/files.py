"""The case, who works on it, how many it is about, and what stood in it before a correction."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.core.counts import CountField


class Case(models.Model):
    """A confidential case. Seen only by the people assigned to it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed_title = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)
    headline_count = CountField(null=True)

    class Meta:
        db_table = "cases_case"

    def __str__(self) -> str:
        return str(self.id)


class HeadlineCount(models.Model):
    """The history of a case's headline count, and, sealed, why it was said anew."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="headline_counts")
    count = CountField()
    sealed_why = models.BinaryField(null=True)
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "cases_headline_count"

    def __str__(self) -> str:
        return str(self.pk)


class Assignment(models.Model):
    """Who may see a case: need to know, person by person."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_assignment"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "staff"],
                condition=models.Q(ended_at__isnull=True),
                name="one_assignment_per_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Earlier(models.Model):
    """What was recorded of ``subject`` (``person:<id>``, ``event:<id>``...) until it was corrected; never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="earlier")
    subject = models.CharField(max_length=60)
    sealed_told = models.BinaryField()
    sealed_reason = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "cases_earlier"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "subject"], name="cases_earlier_subject")]

    def __str__(self) -> str:
        return str(self.pk)
