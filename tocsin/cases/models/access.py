"""Who may see a case beyond those assigned to it, who saw what, what was taken out of it, and how it ends.

Reasons are sealed under the case's key as all its words are. What stays in the clear is who did what and when.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .files import Case
from .persons import PersonName


class CaseNumber(models.Model):
    """What the case's people call it on the telephone: random digits, which tell nothing and follow no order."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="number")
    digits = models.CharField(max_length=9, unique=True)

    class Meta:
        db_table = "cases_number"

    def __str__(self) -> str:
        return str(self.case_id)


class EmergencyOpening(models.Model):
    """Somebody let themselves into a case for some hours, with a reason, before the eyes of its people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="emergency_openings")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed_reason = models.BinaryField()
    opened_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "cases_emergency_opening"
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="emergency_ends")]

    def __str__(self) -> str:
        return str(self.pk)


class CaseView(models.Model):
    """Somebody saw something sealed: one row for each of them, what it was, and hour. Rows are only ever added."""

    class What(models.TextChoices):
        TITLE = "title", _("the title")
        FILE = "file", _("the case file")
        LEDGER = "ledger", _("consents and releases")
        REASONS = "reasons", _("the reasons of a release")
        ATTACHMENT = "attachment", _("a photograph or document")
        REPORT = "report", _("a report in the file")
        SEARCH = "search", _("a person, found by name")
        ACCESS = "access", _("reasons for access, exports and keeping")
        EXPORT = "export", _("an export of the file")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="views")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=What.choices)
    subject = models.CharField(
        max_length=40, blank=True, help_text="the opaque id of what was seen, where there is one"
    )
    hour = models.DateTimeField()
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "cases_view"
        constraints = [
            models.UniqueConstraint(fields=["case", "staff", "what", "subject", "hour"], name="one_view_an_hour")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class IndexedName(models.Model):
    """That a name is in the index as it stands: ``fingerprint`` is of its sealed bytes, ``scheme`` of the keys."""

    name = models.OneToOneField(PersonName, on_delete=models.CASCADE, primary_key=True, related_name="indexed")
    fingerprint = models.BinaryField()
    scheme = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "cases_indexed_name"

    def __str__(self) -> str:
        return str(self.pk)


class NameKey(models.Model):
    """One blind key of one part of a name: keyed by a key that dies with the case's."""

    name = models.ForeignKey(PersonName, on_delete=models.CASCADE, related_name="keys")
    part = models.PositiveSmallIntegerField()
    key = models.BinaryField()

    class Meta:
        db_table = "cases_name_key"
        indexes = [models.Index(fields=["key"], name="cases_name_key_key")]

    def __str__(self) -> str:
        return str(self.pk)


class CaseExport(models.Model):
    """The whole file, taken out: asked for by one person, approved by another, there for a day."""

    class Form(models.TextChoices):
        JSON = "json", _("JSON, for another program")
        CSV = "csv", _("tables (CSV), for a spreadsheet")

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for a second person")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("not approved")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exports")
    form = models.CharField(max_length=4, choices=Form.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    sealed_reason = models.BinaryField()
    sealed_recipient = models.BinaryField(help_text="an age recipient to encrypt to, or sealed emptiness")
    sealed_body = models.BinaryField(null=True, help_text="the file, until it expires")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    downloads = models.PositiveIntegerField(default=0)
    last_download_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_export"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")), name="export_takes_two_people"
            ),
            models.CheckConstraint(
                condition=(Q(sealed_body__isnull=True) & Q(downloads=0))
                | (Q(state="approved") & Q(decided_by__isnull=False) & Q(expires_at__isnull=False)),
                name="only_an_approved_export_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LegalHold(models.Model):
    """The case must be kept: while one stands, nobody destroys it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    sealed_reason = models.BinaryField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    sealed_lift_reason = models.BinaryField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_legal_hold"
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(lifted_at__isnull=True), name="one_standing_hold"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (Q(lifted_by__isnull=False) & Q(sealed_lift_reason__isnull=False)),
                name="lifting_a_hold_takes_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CaseReview(models.Model):
    """Until when the case's people look at it again and decide whether it is kept; none: the organisation's default."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="review")
    review_by = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "cases_review"

    def __str__(self) -> str:
        return str(self.case_id)


class Destruction(models.Model):
    """The end of a case: proposed by one person, approved by another, then carried out by anyone of the case, by the
    operator, or on its day. ``begun_at``: from then on there is no such case; ``done_at``: its key is gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="destructions")
    sealed_reason = models.BinaryField()
    on_day = models.DateField(null=True, help_text="carried out by itself on that day; none: by hand")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    called_off_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_destruction"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(called_off_at__isnull=True), name="one_destruction_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="destruction_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True)
                | (Q(approved_by__isnull=False) & Q(approved_at__isnull=False) & Q(called_off_at__isnull=True)),
                name="only_an_approved_destruction_begins",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(begun_at__isnull=False), name="what_is_done_was_begun"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
