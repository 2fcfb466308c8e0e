"""Letters, the bytes they were guarded as, and one envelope for each person they go to."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.campaigns.models import Campaign
from tocsin.disclosure.models import PublicRelease
from tocsin.supporters.models import Contact

# When what was never tried is due: whatever happens to clocks.
EPOCH = datetime.fromtimestamp(0, UTC)


class Letter(models.Model):
    """Something that is mailed: to a frozen audience, or (automatic kinds) to one person at a time.

    A broadcast is FINISHED when nobody waits and nothing is in flight: each envelope was tried. Those that the relay
    put off (deferred) are tried again on their own for three days.
    """

    class Kind(models.TextChoices):
        CONFIRMATION = "confirmation", _("confirm a signature")
        ALREADY_SIGNED = "already_signed", _("to an address that signed before")
        SUBSCRIPTION = "subscription", _("confirm a subscription")
        NEWSLETTER = "newsletter", _("newsletter")
        UPDATE = "update", _("update to signers")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        READY = "ready", _("ready: guarded, not yet sent")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        FINISHED = "finished", _("finished")
        STOPPED = "stopped", _("stopped")
        STANDING = "standing", _("standing: sent one at a time")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Set with the audience, in the transaction that proves candidates = envelopes + sum of exclusions.
    frozen_at = models.DateTimeField(null=True)
    candidates = models.PositiveBigIntegerField(default=0)
    # How long relays have lately asked us to wait (seconds), and until when nothing is claimed.
    pause = models.PositiveIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)

    AUTOMATIC = (Kind.CONFIRMATION, Kind.ALREADY_SIGNED, Kind.SUBSCRIPTION)
    BROADCAST = (Kind.NEWSLETTER, Kind.UPDATE)
    # Letters of which envelopes may still leave: a finished one may have deferred envelopes.
    OPEN = (State.SENDING, State.FINISHED, State.STANDING)

    class Meta:
        db_table = "mailings_letter"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "campaign"],
                condition=Q(kind__in=["confirmation", "already_signed", "subscription"]),
                name="one_standing_letter",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(state="finished") | Q(frozen_at__isnull=False), name="finished_letter_was_frozen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class LetterText(models.Model):
    """A letter's words in one language: subject, preheader, and body as paragraphs (blank lines between)."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    preheader = models.CharField(max_length=200, blank=True)
    body = models.TextField()

    class Meta:
        db_table = "mailings_letter_text"
        constraints = [models.UniqueConstraint(fields=["letter", "language"], name="one_letter_text_per_language")]

    def __str__(self) -> str:
        return f"{self.letter_id}:{self.language}"


class RenderedLetter(models.Model):
    """The exact bytes that the guard read, before a recipient's own fields are spliced in."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="rendered")
    language = models.CharField(max_length=10)
    # Paragraphs that only some recipients get make a rendering of their own: every byte was read by the guard.
    variant = models.CharField(max_length=20, blank=True)
    subject = models.TextField()
    html = models.TextField()
    text = models.TextField()
    sha256 = models.BinaryField(help_text="over subject, html and text, NUL between")
    guard_version = models.PositiveBigIntegerField()

    class Meta:
        db_table = "mailings_rendered_letter"
        constraints = [
            models.UniqueConstraint(fields=["letter", "language", "variant"], name="one_rendering_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}:{self.language}"


class Exclusion(models.Model):
    """How many candidates of a letter got no envelope, by reason."""

    class Reason(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("never confirmed")
        WITHDRAWN = "withdrawn", _("withdrew")
        DECLINED = "declined", _("said no to updates")
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")
        SUPPRESSED = "suppressed", _("must not be written to")
        ERASED = "erased", _("erased")

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="exclusions")
    reason = models.CharField(max_length=15, choices=Reason.choices)
    contacts = models.PositiveBigIntegerField()

    class Meta:
        db_table = "mailings_exclusion"
        constraints = [models.UniqueConstraint(fields=["letter", "reason"], name="one_exclusion_per_reason")]

    def __str__(self) -> str:
        return f"{self.letter_id}:{self.reason}"


class Envelope(models.Model):
    """One letter to one person, and what became of it. Holds no body and no address."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        # Never stored: whoever is on the way is named in a claim, and counted from there.
        IN_FLIGHT = "in_flight", _("in flight")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        DEFERRED = "deferred", _("deferred")
        UNCERTAIN = "uncertain", _("uncertain")
        STOPPED = "stopped", _("stopped")

    FINAL = (State.ACCEPTED, State.REFUSED, State.UNCERTAIN, State.STOPPED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="envelopes")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    # The signature or subscription that the envelope's links are about.
    subject_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When it may be claimed, while it is waiting or deferred; then empty: times of acts are kept to the hour.
    next_attempt_at = models.DateTimeField(null=True)
    # Whose claim it was when its lease ran out, so that a slow holder may still say what became of it.
    claimed_by = models.UUIDField(null=True)
    code = models.PositiveSmallIntegerField(null=True)
    enhanced = models.CharField(max_length=12, blank=True)
    ended_at = models.DateTimeField(null=True)
    # Somebody has decided that this uncertain one stays as it is.
    left_uncertain = models.BooleanField(default=False)

    class Meta:
        db_table = "mailings_envelope"
        constraints = [
            # An automatic letter may reach a person more than once (a few times at most), a broadcast once.
            models.UniqueConstraint(
                fields=["letter", "contact"],
                condition=Q(subject_id__isnull=True),
                name="one_envelope_per_person",
            ),
            models.CheckConstraint(condition=~Q(state="in_flight"), name="in_flight_is_in_a_claim"),
        ]
        indexes = [
            models.Index(
                fields=["letter", "next_attempt_at"],
                name="envelope_open",
                condition=Q(state__in=["waiting", "deferred"]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Claim(models.Model):
    """What one sender has in hand of a letter: up to ``claims.SLICE`` envelopes, as long as its lease is renewed.

    An envelope's row is not touched before it ended: being in ``held`` keeps others from claiming it. ``in_flight``
    are those that may have left: they are written here before the first byte of their text is sent, at most 64 for
    each connection. Should the sender die, they alone are uncertain; the rest is free again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="claims")
    lease_until = models.DateTimeField()
    held = ArrayField(models.UUIDField(), default=list)
    in_flight = ArrayField(models.UUIDField(), default=list)

    class Meta:
        db_table = "mailings_claim"

    def __str__(self) -> str:
        return str(self.id)


class Pace(models.Model):
    """A bucket of tokens for one provider, which all senders share. A provider without a row is not held back.

    ``rate`` is in messages a second; it falls when the provider puts mail off, and climbs back to ``ceiling`` (none:
    until it is so high that the row goes). ``taken`` counts the messages of ``day``, for the warming up of a new
    domain. Small providers' names are keyed hashes: that one supporter is there is nobody's business.
    """

    provider = models.CharField(max_length=80, primary_key=True)
    rate = models.FloatField()
    ceiling = models.FloatField(null=True)
    tokens = models.FloatField(default=0)
    filled_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="when the rate last fell or climbed")
    # What share was put off when it last fell, until sending more slowly is seen to have helped.
    share = models.FloatField(null=True)
    day = models.DateField()
    taken = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "mailings_pace"

    def __str__(self) -> str:
        return self.provider


class Tempo(models.Model):
    """How many envelopes of a letter ended how, by provider and minute (by hour, once two days have passed)."""

    id = models.BigAutoField(primary_key=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="tempo")
    minute = models.DateTimeField()
    provider = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    number = models.PositiveIntegerField()

    class Meta:
        db_table = "mailings_tempo"
        constraints = [
            models.UniqueConstraint(fields=["letter", "minute", "provider", "state"], name="one_tempo_per_minute")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}:{self.minute}"
