"""Reports as they came: sealed, never edited, with who said it, how they know it and how reliable they are."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
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
    """One report. Its words are sealed under a key of its own; only its triage, and whether it has news, may change."""

    class Source(models.TextChoices):
        PARTNER = "partner", _("partner organisation")
        RELATIVE = "relative", _("relative")
        STAFF = "staff", _("own staff")
        EMAIL = "email", _("e-mail")
        FORM = "form", _("public form")
        OTHER = "other", _("other")

    class Triage(models.TextChoices):
        NEW = "new", _("new")
        LINKED = "linked", _("linked to a case")
        SITUATION = "situation", _("situation report")
        DUPLICATE = "duplicate", _("duplicate")
        SET_ASIDE = "set_aside", _("set aside")

    # Nobody's hand entered these.
    UNATTENDED = (Source.EMAIL, Source.FORM)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    received_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    reliability = models.CharField(max_length=1, choices=Reliability.choices, default=Reliability.F)
    language = models.CharField(max_length=10, blank=True)
    sealed_text = models.BinaryField()
    sealed_reporter = models.BinaryField()
    sealed_how_known = models.BinaryField()
    # Empty where nothing was said.
    sealed_name = models.BinaryField(default=bytes)
    sealed_contact = models.BinaryField(default=bytes)
    sealed_organisation = models.BinaryField(default=bytes)
    triage = models.CharField(max_length=10, choices=Triage.choices, default=Triage.NEW)
    # The case by its id alone: intake and cases do not know each other.
    case_id = models.UUIDField(null=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # What came through the letterbox or by mail has the id of what it came in, so that it comes once.
    arrival = models.UUIDField(null=True, unique=True)
    # Its reporter added something that nobody has read yet.
    news = models.BooleanField(default=False)

    class Meta:
        db_table = "intake_report"
        constraints = [
            models.CheckConstraint(
                condition=~Q(triage="linked") | Q(case_id__isnull=False), name="linked_report_names_case"
            ),
            models.CheckConstraint(
                condition=(Q(triage="duplicate") & Q(duplicate_of__isnull=False))
                | (~Q(triage="duplicate") & Q(duplicate_of__isnull=True)),
                name="duplicate_report_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=False) | Q(source__in=["email", "form"]),
                name="report_has_a_hand_or_came_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Entry(models.Model):
    """One entry of the conversation after a report: what its reporter added, or what we answered. Never changed."""

    class Kind(models.TextChoices):
        ADDITION = "addition", _("added by the reporter")
        ANSWER = "answer", _("our answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # In the order in which they came: of additions only the hour is kept.
    position = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    sealed_text = models.BinaryField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    arrival = models.UUIDField(null=True, unique=True)

    class Meta:
        db_table = "intake_entry"
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="answer") & Q(written_by__isnull=False))
                | (Q(kind="addition") & Q(written_by__isnull=True)),
                name="answer_has_an_author",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Attachment(models.Model):
    """A file that came with a report or an addition: name and bytes sealed as they came, metadata kept inside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attachments")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    sealed_name = models.BinaryField()
    sealed_body = models.BinaryField()

    class Meta:
        db_table = "intake_attachment"

    def __str__(self) -> str:
        return str(self.id)


class Receipt(models.Model):
    """How a reporter who came through the form is answered: where the blob stands, and the key that seals it.

    ``lookup`` (32 hex digits) and ``public`` (X25519, 32 bytes) are derived from the receipt code, which is nowhere.
    ``stale``: the blob in the window is not yet what it should be.
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, primary_key=True, related_name="receipt")
    lookup = models.CharField(max_length=32, unique=True)
    public = models.BinaryField()
    stale = models.BooleanField(default=True)

    class Meta:
        db_table = "intake_receipt"

    def __str__(self) -> str:
        return str(self.report_id)


class ArrivingPart(models.Model):
    """A part of something out of the letterbox, still sealed to the desk, until all its parts are here."""

    id = models.UUIDField(primary_key=True)
    arrival = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    hour = models.DateTimeField()
    payload = models.BinaryField()

    class Meta:
        db_table = "intake_arriving_part"
        constraints = [models.UniqueConstraint(fields=["arrival", "number"], name="one_part_of_a_number")]

    def __str__(self) -> str:
        return str(self.id)
