"""The only door out of a case: consents, releases in their exact words, and what each statement rests on.

``PublicRelease`` and ``Statement`` know nothing of cases: campaigns, letters and pages may refer to them. A
``Dossier`` ties a release to its case, its author and its approver.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tocsin.cases.models import Case, Person


class Audience(models.TextChoices):
    PARTNERS = "partners", _("partners")
    DIPLOMATS = "diplomats", _("diplomats")
    UN = "un", _("United Nations")
    MEMBERS = "members", _("members and list")
    PUBLIC = "public", _("the public")


class Item(models.TextChoices):
    """What of a person or case a consent is about."""

    EXISTENCE = "existence", _("that the person is among them")
    NAME = "name", _("name")
    AGE = "age", _("age")
    SEX = "sex", _("sex")
    TIES = "ties", _("family ties")
    PLACE = "place", _("place")
    EVENT = "event", _("what happened")
    COUNT = "count", _("how many")


class Consent(models.Model):
    """Somebody agreed that one item about one person may be told to one audience, until a day."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="none: the group"
    )
    item = models.CharField(max_length=20, choices=Item.choices)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    until = models.DateField(null=True)
    # Who gave it, and how it was obtained, under the case's key.
    sealed_giver = models.BinaryField()
    sealed_how = models.BinaryField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disclosure_consent"

    def __str__(self) -> str:
        return str(self.pk)


class BestInterests(models.Model):
    """A decision in a person's best interests where consent cannot be had; it takes two people and reasons."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    item = models.CharField(max_length=20, choices=Item.choices)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    until = models.DateField(null=True)
    sealed_reasons = models.BinaryField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disclosure_best_interests"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="best_interests_take_two_people",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PublicRelease(models.Model):
    """An immutable, hashed set of statements. Nothing here leads to a case."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("not approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Gone(models.IntegerChoices):
        """How a page answers after withdrawal: with the family's words, or as if it had never been."""

        WORDS = 410, _("with the family's words")
        NOTHING = 404, _("as if it had never been")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    sha256 = models.BinaryField(help_text="over the canonical JSON of its statements")
    proposed_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
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


class Dossier(models.Model):
    """The confidential side of a release: its case, why now, who proposed and who approved it."""

    release = models.OneToOneField(PublicRelease, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    sealed_reasons = models.BinaryField(help_text="what was tried quietly, why now")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "disclosure_dossier"
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="one_release_per_version"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="release_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Basis(models.Model):
    """What one line of a release (all its languages) rests on: a consent or a best-interests decision."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="bases")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    item = models.CharField(max_length=20, choices=Item.choices)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    best_interests = models.ForeignKey(BestInterests, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "disclosure_basis"
        constraints = [
            models.CheckConstraint(
                condition=Q(consent__isnull=True) | Q(best_interests__isnull=True),
                name="basis_is_one_or_the_other",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Verdict(models.Model):
    """The guard's word on exact bytes under one version of its index; also kept when it found something."""

    sha256 = models.BinaryField()
    guard_version = models.PositiveBigIntegerField()
    passed = models.BooleanField()
    what = models.TextField(help_text="what was read: a path, or a letter and language")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "disclosure_verdict"
        constraints = [
            models.UniqueConstraint(fields=["sha256", "guard_version", "what"], name="one_verdict_per_bytes")
        ]

    def __str__(self) -> str:
        return f"{self.what} ({self.passed})"
