"""Handovers to the addressees, what they replied, and the outcome that everyone is told."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.campaigns.models import Addressee, Campaign
from tocsin.core.dates import UncertainDateField
from tocsin.disclosure.models import PublicRelease


class Handover(models.Model):
    """The petition given to an addressee, with the count at that moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="handovers")
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="handovers")
    # Whose words were handed over: those that the campaign told then.
    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, null=True, related_name="+")
    signatures = models.PositiveBigIntegerField()
    tree_size = models.PositiveBigIntegerField(null=True, help_text="entries of the tree at the last checkpoint then")
    tree_root = models.CharField(max_length=64, blank=True, help_text="its root, in hex")
    tree_standing = models.PositiveBigIntegerField(null=True, help_text="signatures less withdrawals in it")
    handed_over = UncertainDateField()
    how = models.CharField(max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "delivery_handover"

    def __str__(self) -> str:
        return str(self.id)


class Reply(models.Model):
    """What the addressee answered, or that they did not."""

    class Kind(models.TextChoices):
        NONE = "none", _("no reply")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        REFUSED = "refused", _("refused to take it")
        ANSWERED = "answered", _("answered")

    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="reply")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    as_of = UncertainDateField()
    text = models.TextField(blank=True)

    class Meta:
        db_table = "delivery_reply"
        constraints = [models.CheckConstraint(condition=~Q(kind="answered") | ~Q(text=""), name="an_answer_has_words")]

    def __str__(self) -> str:
        return self.kind


class Outcome(models.Model):
    """What happened, as told to everyone: its words are a release's."""

    class Kind(models.TextChoices):
        RETURNED = "returned", _("returned by force")
        RELEASED = "released", _("released")
        SAFE = "safe", _("safe")
        UNKNOWN = "unknown", _("not known")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="outcomes")
    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    as_of = UncertainDateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "delivery_outcome"

    def __str__(self) -> str:
        return self.kind
