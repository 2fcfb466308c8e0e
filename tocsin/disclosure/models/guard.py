"""What the guard said of exact bytes."""

from __future__ import annotations

from django.db import models


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
