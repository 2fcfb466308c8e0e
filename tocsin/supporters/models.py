"""People who support: their sealed address and name, what they subscribed to, and who must not be written to.

The worker alone opens and indexes them; the desk may read only the columns without personal data.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# So many times at most an address is written to because somebody typed it, until its owner answers.
MOST_MAILS = 3


class Contact(models.Model):
    """A person behind an address. After erasure only the row's id stays: no address, name or index."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed_address = models.BinaryField(null=True)
    sealed_name = models.BinaryField(null=True)
    blind_index = models.BinaryField(null=True, unique=True)
    language = models.CharField(max_length=10)
    country = models.CharField(max_length=2, blank=True)
    since = models.DateTimeField(help_text="to the hour")
    # To the hour: when the address's owner first answered to a mail. Until then anybody may have typed it.
    proven_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "supporters_contact"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, sealed_address__isnull=False, blind_index__isnull=False)
                | Q(
                    erased_at__isnull=False,
                    sealed_address__isnull=True,
                    sealed_name__isnull=True,
                    blind_index__isnull=True,
                ),
                name="erased_contacts_are_empty",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Subscription(models.Model):
    """A contact's place on the newsletter list: asked for, confirmed by the address's owner, or ended."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        ENDED = "ended", _("unsubscribed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="subscription")
    state = models.CharField(max_length=10, choices=State.choices)
    language = models.CharField(max_length=10)
    # The proof: which page's words were agreed to (SHA-256, hex), and when, to the hour.
    text_version = models.CharField(max_length=64)
    requested_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Since the owner of the address last confirmed.
    confirmations_sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "supporters_subscription"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmations_sent__lte=MOST_MAILS), name="few_subscription_confirmations"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
                name="confirmed_subscription_has_hour",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False), name="ended_subscription_has_hour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.state})"


class Suppression(models.Model):
    """An address that must not be written to, kept only as its blind index: it outlives erasure."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed from all")
        COMPLAINED = "complained", _("complained")
        BOUNCED = "bounced", _("bounced for good")
        ERASED = "erased", _("erased")

    # Against these a person's own fresh request is not enough: their mailbox or its provider said no.
    FOR_GOOD = (Reason.COMPLAINED, Reason.BOUNCED)

    blind_index = models.BinaryField(primary_key=True)
    reason = models.CharField(max_length=15, choices=Reason.choices)
    since = models.DateTimeField(help_text="to the hour")

    class Meta:
        db_table = "supporters_suppression"

    def __str__(self) -> str:
        return self.reason
