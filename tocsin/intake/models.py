"""Reports as they came: sealed, never edited, with who said it, how they know it and how reliable they are."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reliability(models.TextChoices):
    """How reliable a source has been (the six-step scale that human-rights documentation shares with others)."""

    A = "A", _("completely reliable")
    B = "B", _("usually reliable")
    C = "C", _("fairly reliable")
    D = "D", _("not usually reliable")
    E = "E", _("unreliable")
    F = "F", _("cannot be judged")


class Report(models.Model):
    """One report. Text and reporter are sealed to the organisation's desk; only triage may change."""

    class Source(models.TextChoices):
        PARTNER = "partner", _("partner organisation")
        RELATIVE = "relative", _("relative")
        STAFF = "staff", _("own staff")
        OTHER = "other", _("other")

    class Triage(models.TextChoices):
        NEW = "new", _("new")
        LINKED = "linked", _("linked to a case")
        SITUATION = "situation", _("situation report")
        SET_ASIDE = "set_aside", _("set aside")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    received_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    reliability = models.CharField(max_length=1, choices=Reliability.choices, default=Reliability.F)
    language = models.CharField(max_length=10, blank=True)
    sealed_text = models.BinaryField()
    sealed_reporter = models.BinaryField()
    sealed_how_known = models.BinaryField()
    triage = models.CharField(max_length=10, choices=Triage.choices, default=Triage.NEW)
    # The case by its id alone: intake and cases do not know each other.
    case_id = models.UUIDField(null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "intake_report"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(triage="linked") | models.Q(case_id__isnull=False),
                name="linked_report_names_case",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
