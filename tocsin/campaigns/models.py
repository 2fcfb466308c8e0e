"""Campaigns: who is asked, for what, by when; signatures with their proof of consent; counts behind the crowd."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tocsin.disclosure.models import PublicRelease
from tocsin.supporters.models import MOST_MAILS, Contact


class Campaign(models.Model):
    """A public campaign. Its words about people come from a release, and only from there."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        LIVE = "live", _("live")
        CLOSED = "closed", _("closed")
        DARK = "dark", _("dark")

    # Its figures are in the window.
    PUBLIC = (State.LIVE, State.CLOSED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    release = models.ForeignKey(PublicRelease, on_delete=models.PROTECT, null=True, related_name="campaigns")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    goal = models.PositiveIntegerField()
    deadline = models.DateField(null=True, blank=True)
    # A draft goes live by itself as soon as its release does; why it did not, by the refusal's code.
    publish_when_live = models.BooleanField(default=False)
    not_published = models.CharField(max_length=40, blank=True)
    # Where being known as a signer is dangerous: neutral sender and subject.
    dangerous = models.BooleanField(default=False)
    # Other sites whose pages may send this campaign's form (``https://example.org``).
    origins = models.JSONField(default=list, blank=True)
    # Countries whose figure is never published (ISO 3166-1 alpha-2).
    unpublished_countries = models.JSONField(default=list, blank=True)
    signature_count = models.PositiveBigIntegerField(default=0, help_text="written by the count, behind the crowd")
    countries_on = models.DateField(null=True, help_text="the day (UTC) on which countries were last published")
    # The last recount: when, and whether it agreed.
    recounted_at = models.DateTimeField(null=True)
    recount_agrees = models.BooleanField(default=True)

    class Meta:
        db_table = "campaigns_campaign"
        constraints = [
            models.CheckConstraint(condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="slug_of_the_window"),
            models.CheckConstraint(
                condition=~Q(state__in=["live", "closed"]) | Q(release__isnull=False),
                name="public_campaign_has_release",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class CampaignText(models.Model):
    """A campaign's own words in one language (not the facts: those are the release's statements)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=500)
    demand = models.TextField(help_text="what is asked, one demand a line")
    consent_text = models.TextField(help_text="what a signer agrees to; its hash is the consent's proof")

    class Meta:
        db_table = "campaigns_text"
        constraints = [models.UniqueConstraint(fields=["campaign", "language"], name="one_campaign_text_per_language")]

    def __str__(self) -> str:
        return f"{self.campaign_id}:{self.language}"


class Addressee(models.Model):
    """Who is asked. Names by language; not a person's private data but an office."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="addressees")
    names = models.JSONField(help_text="language -> name of the office")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "campaigns_addressee"
        ordering = ["position"]

    def __str__(self) -> str:
        return str(self.names.get("en", self.pk))


# Signatures that the journal does not hold as they stand now.
UNCOUNTED = Q(state="confirmed", counted_country__isnull=True) | (
    Q(counted_country__isnull=False) & (~Q(state="confirmed") | ~Q(counted_country=F("country")))
)

# Signatures that the tree does not hold as they stand now.
NOT_AS_IN_TREE = Q(state="confirmed", in_tree=False) | (Q(in_tree=True) & ~Q(state="confirmed"))


class Signature(models.Model):
    """One person's signature of one campaign."""

    class State(models.TextChoices):
        PENDING = "pending", _("waits for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        WITHDRAWN = "withdrawn", _("withdrawn by its signer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="signatures")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=10)
    updates = models.BooleanField(help_text="said yes to hearing what happens")
    newsletter = models.BooleanField(default=False, help_text="ticked the newsletter: confirming confirms that too")
    # The proof of explicit consent (GDPR Art. 9): which text, at which hour.
    text_version = models.CharField(max_length=64)
    signed_at = models.DateTimeField(help_text="to the hour")
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    updates_ended_at = models.DateTimeField(null=True)
    # Mail that somebody's typing caused since the owner of the address last confirmed: 3 in all.
    confirmations_sent = models.PositiveSmallIntegerField(default=0)
    notices_sent = models.PositiveSmallIntegerField(default=0, help_text="'somebody signed with your address again'")
    counted_country = models.CharField(max_length=2, null=True, help_text="under it in the journal; none: not in it")  # noqa: DJ001
    sealed_leaf = models.BinaryField(null=True, help_text="see campaigns.tree.boxes; none: its signer was erased")
    in_tree = models.BooleanField(default=False, help_text="stands in the tree as an entry that was not taken back")

    class Meta:
        db_table = "campaigns_signature"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "contact"], name="one_signature_per_person"),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False),
                name="confirmed_signature_has_hour",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False),
                name="withdrawn_signature_has_hour",
            ),
            models.CheckConstraint(
                condition=Q(confirmations_sent__lte=MOST_MAILS - F("notices_sent")), name="few_mails_to_a_signer"
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "state"], name="signature_state"),
            models.Index(fields=["contact"], name="signature_uncounted", condition=UNCOUNTED),
            models.Index(fields=["campaign"], name="signature_not_as_in_tree", condition=NOT_AS_IN_TREE),
        ]

    def __str__(self) -> str:
        return str(self.id)


class CountJournal(models.Model):
    """Confirmed signatures less withdrawals, per country and hour; the count is their sum."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="journal")
    country = models.CharField(max_length=2, blank=True)
    hour = models.DateTimeField()
    change = models.IntegerField()

    class Meta:
        db_table = "campaigns_count_journal"
        constraints = [models.UniqueConstraint(fields=["campaign", "country", "hour"], name="one_journal_row")]

    def __str__(self) -> str:
        return str(self.pk)


class CountryFigure(models.Model):
    """The published figure of a country: moves in steps of at least 5, once a day, or not at all."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="country_figures")
    country = models.CharField(max_length=2)
    figure = models.PositiveIntegerField()
    published_on = models.DateField()
    covers = models.BooleanField(default=False, help_text="kept back so that an unpublished country hides behind it")

    class Meta:
        db_table = "campaigns_country_figure"
        constraints = [models.UniqueConstraint(fields=["campaign", "country"], name="one_figure_per_country")]

    def __str__(self) -> str:
        return str(self.pk)
