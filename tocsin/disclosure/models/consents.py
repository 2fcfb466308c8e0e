"""Who agreed to what being told to whom, or refused it; and what was decided where nobody could be asked.

All words lie sealed under the case's key. In the clear is what the database itself asks before anything is told.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tocsin.cases.models import Case, Person

from .telling import Audience, Item


class Relation(models.TextChoices):
    """In what standing somebody speaks for the person."""

    SELF = "self", _("for themselves")
    PARENT = "parent", _("as their parent")
    GUARDIAN = "guardian", _("as their guardian, or in the parents' place")
    SPOUSE = "spouse", _("as their husband or wife")
    CHILD = "child", _("as their grown son or daughter")
    SIBLING = "sibling", _("as their brother or sister")
    FAMILY = "family", _("as the relative who speaks for the family")
    OTHER = "other", _("in another standing")


# Who may agree for a child (under 18: Convention on the Rights of the Child, Art. 1, 3 and 18).
FOR_A_CHILD = frozenset({Relation.PARENT, Relation.GUARDIAN})


class Obtained(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    PHONE = "phone", _("by telephone")
    VIDEO = "video", _("in a video call")
    MESSAGE = "message", _("by message")
    LETTER = "letter", _("by letter")
    PARTNER = "partner", _("through a partner")
    OTHER = "other", _("otherwise")


class Consent(models.Model):
    """Somebody agreed that one item about one person may be told to one audience, until a day; or said no to it.

    ``carries``: a line may rest on it alone (a child's own yes does not suffice). ``binding``: the no of a grown person
    about themselves, which no decision of others outweighs. A no to the public's audience concerns the public; one to
    a smaller audience concerns that and the public, which everybody belongs to; one to the existence of a person
    concerns all about them.
    """

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="none: the group"
    )
    item = models.CharField(max_length=20, choices=Item.choices)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    until = models.DateField(null=True)
    answer = models.CharField(max_length=3, choices=Answer.choices, default=Answer.YES)
    carries = models.BooleanField(default=True)
    binding = models.BooleanField(default=False)
    relation = models.CharField(max_length=10, choices=Relation.choices, default=Relation.FAMILY)
    obtained = models.CharField(max_length=10, choices=Obtained.choices, default=Obtained.OTHER)
    given_on = models.DateField(null=True)
    language = models.CharField(max_length=10, blank=True, help_text="in which they were asked")
    conversation = models.UUIDField(default=uuid.uuid4, help_text="the same for all that was said at once")
    # Who gave it, how it was obtained, and what was explained to them, under the case's key.
    sealed_giver = models.BinaryField()
    sealed_how = models.BinaryField()
    sealed_explained = models.BinaryField(default=b"")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disclosure_consent"
        constraints = [
            models.CheckConstraint(condition=Q(answer="yes") | Q(carries=False), name="a_no_carries_nothing"),
            models.CheckConstraint(
                condition=Q(binding=False) | Q(answer="no", relation="self", person__isnull=False),
                name="only_ones_own_no_binds",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class BestInterests(models.Model):
    """A decision in a person's best interests where consent cannot be had; it takes two people and reasons.

    ``until``: the last day on which a line may rest on it. ``review_on``: when the two look at it again.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    item = models.CharField(max_length=20, choices=Item.choices)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    until = models.DateField(null=True)
    review_on = models.DateField(null=True)
    sealed_reasons = models.BinaryField(help_text="the grounds, as one sealed JSON object")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disclosure_best_interests"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="best_interests_take_two_people",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Settlement(models.Model):
    """A refusal that a best-interests decision knew of, and outweighs once it is confirmed. A later no blocks anew."""

    decision = models.ForeignKey(BestInterests, on_delete=models.PROTECT, related_name="settlements")
    refusal = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "disclosure_settlement"
        constraints = [models.UniqueConstraint(fields=["decision", "refusal"], name="one_settlement_of_a_refusal")]

    def __str__(self) -> str:
        return str(self.pk)
