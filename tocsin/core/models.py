"""The audit's table. Rows are only ever added: a trigger refuses all else."""

from django.db import models


class AuditEntry(models.Model):
    """One thing that was done: by whom, what kind, to what (``kind:id``), with facts but no personal data."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.TextField()
    staff_id = models.BigIntegerField(null=True)
    kind = models.TextField()
    subject = models.TextField()
    detail = models.JSONField(default=dict)
    previous = models.BinaryField()
    hash = models.BinaryField(unique=True)

    class Meta:
        db_table = "core_audit"
        indexes = [models.Index(fields=["subject"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"
