"""The words of releases that have ended: sealed under their case's key, in place of the plain ones."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from .dossiers import Dossier


class WithdrawnWords(models.Model):
    """What an ended release said, as one sealed JSON object. Once it is here, the plain words may be emptied."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="withdrawn_words")
    sealed_words = models.BinaryField()
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "disclosure_withdrawn_words"

    def __str__(self) -> str:
        return str(self.dossier_id)
