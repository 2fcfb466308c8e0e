"""The confidential side of a release: its case, why it is made, who decided, and what each line rests on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tocsin.cases.models import Case, Person

from .consents import BestInterests, Consent
from .releases import PublicRelease
from .telling import Item


class Dossier(models.Model):
    """The confidential side of a release: its case, why now, who proposed and who approved it."""

    class Ending(models.TextChoices):
        """What made a release end, whether a person did it or something that follows from rules."""

        PERSON = "person", _("by a caseworker")
        CONSENT = "consent", _("since a consent was withdrawn or refused")
        EXPIRED = "expired", _("since a consent had run out")
        FAMILY = "family", _("by the family's code")
        CORRECTED = "corrected", _("since a corrected version took its place")

    release = models.OneToOneField(PublicRelease, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    sealed_reasons = models.BinaryField(help_text="what was tried quietly, why now, risks: one sealed JSON object")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    ended_by = models.CharField(max_length=10, choices=Ending.choices, blank=True)

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
