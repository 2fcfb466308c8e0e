"""Single occurrences of a sealed identifier that the case's people let stand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tocsin.cases.models import Case


class AllowedOccurrence(models.Model):
    """One sentence in which something sealed of one case may stand; any other word in it, and it may not any more."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sentence_sha256 = models.BinaryField(help_text="of the words, as disclosure.examination.sentence_sha256")
    # Under the case's key: the sentence as it was seen, and why.
    sealed_sentence = models.BinaryField()
    sealed_reason = models.BinaryField()
    allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disclosure_allowed_occurrence"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sentence_sha256"], condition=Q(withdrawn_at=None), name="one_allowance_per_sentence"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
