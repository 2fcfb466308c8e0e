"""Drafts of releases, what lines tell by rung, and the pictures of a release."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tocsin.cases.models import Case

from .dossiers import Dossier
from .releases import PublicRelease


class ReleaseDraft(models.Model):
    """A release on its way, sealed whole under the case's key. ``edition`` counts savings: an older one is not saved
    over a newer one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sealed_body = models.BinaryField()
    edition = models.PositiveIntegerField(default=1)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "disclosure_release_draft"

    def __str__(self) -> str:
        return str(self.id)


class ToldFacts(models.Model):
    """What each line of a release tells of whom, by rung: one sealed JSON list, written with the proposal."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="told")
    sealed_lines = models.BinaryField()

    class Meta:
        db_table = "disclosure_told_facts"

    def __str__(self) -> str:
        return str(self.pk)


class ReleasePicture(models.Model):
    """The picture of a line whose words are its description: a JPEG drawn anew, without any metadata. Once the release
    is over its bytes are sealed."""

    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    sha256 = models.BinaryField(help_text="of the JPEG; part of the hash of the release")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sealed_body = models.BinaryField(null=True, help_text="under the case's key, once the release is over")

    class Meta:
        db_table = "disclosure_release_picture"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["release", "position"], name="one_picture_per_line")]

    def __str__(self) -> str:
        return f"{self.release_id}:{self.position}"
