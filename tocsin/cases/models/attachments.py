"""Photographs and documents, sealed as they came, in the database under the case's key."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .files import Case
from .persons import Person


class Attachment(models.Model):
    """A file of the case. Nothing of it leaves but a clean copy of a photograph (``attachments.cleared_picture``)."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photograph")
        DOCUMENT = "document", _("document")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attachments", null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sealed_body = models.BinaryField()
    # File name, media type and what the file says of itself (when and where it was taken), as one sealed JSON object.
    sealed_metadata = models.BinaryField()
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_attachment"
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return str(self.id)
