"""The family's code: who has it takes back, with no account, all that the public was told of the case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tocsin.cases.models import Case


class FamilyCode(models.Model):
    """One code, of which only a keyed hash is kept (``core.code_words``); it serves until it is used or revoked."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(unique=True, help_text="keyed BLAKE2b, under a key derived from the organisation's")
    sealed_holder = models.BinaryField(help_text="to whom it was given, under the case's key")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disclosure_family_code"
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(used_at__isnull=True), name="a_code_ends_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
