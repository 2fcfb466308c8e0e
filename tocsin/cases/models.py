"""The case file in HURIDOCS terms: persons, ties, events, involvements, information, interventions, fate.

Every text is sealed under the case's own key (``cases.vault``), which lives outside the database. What stays in the
clear (kinds, uncertain dates, counts, certainty) is what the desk sorts and filters by; the threat model says so.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.core.counts import CountField
from tocsin.core.dates import UncertainDateField


class Case(models.Model):
    """A confidential case. Seen only by the people assigned to it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed_title = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)
    headline_count = CountField(null=True)

    class Meta:
        db_table = "cases_case"

    def __str__(self) -> str:
        return str(self.id)


class HeadlineCount(models.Model):
    """The history of a case's headline count."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="headline_counts")
    count = CountField()
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "cases_headline_count"

    def __str__(self) -> str:
        return str(self.pk)


class Assignment(models.Model):
    """Who may see a case: need to know, person by person."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_assignment"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "staff"],
                condition=models.Q(ended_at__isnull=True),
                name="one_assignment_per_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Person(models.Model):
    """Someone in a case: a member, or a relative outside who may be in danger too."""

    class Part(models.TextChoices):
        MEMBER = "member", _("member")
        RELATIVE = "relative", _("relative")

    class Naming(models.TextChoices):
        NAMED = "named", _("named")
        UNNAMED = "unnamed", _("not named")
        WITHHELD = "withheld", _("name withheld")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="persons")
    part = models.CharField(max_length=10, choices=Part.choices)
    naming = models.CharField(max_length=10, choices=Naming.choices)
    sealed_description = models.BinaryField()
    # Age, sex and whether a child, as one sealed JSON object: together they name a person.
    sealed_traits = models.BinaryField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "cases_person"

    def __str__(self) -> str:
        return str(self.id)


class PersonName(models.Model):
    """One name of a person as written, in one script."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    script = models.CharField(max_length=4, help_text="ISO 15924, such as Hang or Latn")
    sealed_name = models.BinaryField()

    class Meta:
        db_table = "cases_person_name"

    def __str__(self) -> str:
        return str(self.pk)


class Certainty(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    PROBABLE = "probable", _("probable")
    POSSIBLE = "possible", _("possible")


class Tie(models.Model):
    """A tie from one person to another; the inverse is a matter of words, not of a second row."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("parent of")
        SIBLING = "sibling", _("sibling of")
        SPOUSE = "spouse", _("married to")
        OTHER_FAMILY = "family", _("of the family of")
        SAME_PERSON = "same", _("the same person as")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties_from")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties_to")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    certainty = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.CONFIRMED)

    class Meta:
        db_table = "cases_tie"
        constraints = [
            models.UniqueConstraint(fields=["person", "relative", "kind"], name="one_tie_of_a_kind"),
            models.CheckConstraint(condition=~models.Q(person=models.F("relative")), name="no_tie_to_oneself"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Event(models.Model):
    """An event of the chain: what happened or is expected, when, where, to how many."""

    class Kind(models.TextChoices):
        ARREST = "arrest", _("arrest")
        DETENTION = "detention", _("detention")
        TRANSFER = "transfer", _("transfer")
        EXPECTED_RETURN = "expected_return", _("forced return expected")
        REFOULEMENT = "refoulement", _("refoulement (forced return)")
        RELEASE = "release", _("released")
        SAFETY = "safety", _("reached safety")
        PUNISHMENT = "punishment", _("punishment reported")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    happened = UncertainDateField()
    happened_earliest = models.DateField(null=True, editable=False)
    happened_latest = models.DateField(null=True, editable=False)
    count = CountField(null=True)
    sealed_place = models.BinaryField()
    sealed_account = models.BinaryField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "cases_event"
        ordering = ["happened_earliest", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Involvement(models.Model):
    """A person's part in an event."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="involvements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")

    class Meta:
        db_table = "cases_involvement"
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="involved_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Information(models.Model):
    """What an event rests on: a report (by its id alone), and how far it is confirmed."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="information")
    report_id = models.UUIDField()
    confirmation = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.PROBABLE)

    class Meta:
        db_table = "cases_information"
        constraints = [models.UniqueConstraint(fields=["event", "report_id"], name="information_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Intervention(models.Model):
    """What was done for the people of the case."""

    class Kind(models.TextChoices):
        CONFIDENTIAL = "confidential", _("use of confidential contacts to obtain relief")
        REPRESENTATION = "representation", _("representation to an authority")
        PUBLICITY = "publicity", _("publicity about the victim")
        URGENT_APPEAL = "urgent_appeal", _("urgent appeal")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interventions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    began = UncertainDateField()
    began_earliest = models.DateField(null=True, editable=False)
    began_latest = models.DateField(null=True, editable=False)
    sealed_account = models.BinaryField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "cases_intervention"
        ordering = ["began_earliest", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Fate(models.Model):
    """What is known of a person's fate, apart from whereabouts; the newest row counts. Death is never presumed."""

    class Status(models.TextChoices):
        DETAINED = "detained", _("detained")
        RETURNED = "returned", _("returned by force")
        SAFE = "safe", _("safe")
        FREE = "free", _("free, not yet safe")
        UNKNOWN = "unknown", _("not known")
        DEAD = "dead", _("confirmed dead")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="fates")
    status = models.CharField(max_length=10, choices=Status.choices)
    sealed_whereabouts = models.BinaryField()
    as_of = UncertainDateField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "cases_fate"

    def __str__(self) -> str:
        return str(self.pk)
