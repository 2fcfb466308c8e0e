"""The persons of a case: their names, what they carry, their ties, their fate and their whereabouts.

There is no field for routes, for safe houses or for the names of those who help: what is not written down cannot be
found (a test reads the names of all fields).
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.core.dates import UncertainDateField

from .files import Case


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
    # Birth or age, sex and whether a child, as one sealed JSON object: together they name a person.
    sealed_traits = models.BinaryField()
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "cases_person"

    def __str__(self) -> str:
        return str(self.id)


class PersonName(models.Model):
    """One name of a person as written, in one script. An ended one was a mistake: it is kept, and still guarded."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    script = models.CharField(max_length=4, help_text="ISO 15924, such as Hang or Latn")
    sealed_name = models.BinaryField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_person_name"

    def __str__(self) -> str:
        return str(self.pk)


class PersonDetail(models.Model):
    """How a person is reached, or what names them on paper. Sealed, and guarded in all that leaves."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("telephone number")
        EMAIL = "email", _("e-mail address")
        DOCUMENT = "document", _("number of a document")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="details")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sealed_text = models.BinaryField()
    added_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_person_detail"

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
        GRANDPARENT = "grandparent", _("grandparent of")
        GUARDIAN = "guardian", _("guardian of")
        OTHER_FAMILY = "family", _("of the family of")
        SAME_PERSON = "same", _("the same person as")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties_from")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties_to")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    certainty = models.CharField(max_length=10, choices=Certainty.choices, default=Certainty.CONFIRMED)
    # Mistaken since then: kept, with the reason among what stood before (Earlier).
    ended_at = models.DateTimeField(null=True)

    # The same from both sides.
    SYMMETRIC = frozenset({Kind.SIBLING, Kind.SPOUSE, Kind.OTHER_FAMILY, Kind.SAME_PERSON})

    class Meta:
        db_table = "cases_tie"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "relative", "kind"],
                condition=models.Q(ended_at__isnull=True),
                name="one_tie_of_a_kind",
            ),
            models.CheckConstraint(condition=~models.Q(person=models.F("relative")), name="no_tie_to_oneself"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Fate(models.Model):
    """What is known of a person's fate; the newest row counts. Death is never presumed."""

    class Status(models.TextChoices):
        DETAINED = "detained", _("detained")
        RETURNED = "returned", _("returned by force")
        MISSING = "missing", _("disappeared")
        FREE = "free", _("free, not yet safe")
        SAFE = "safe", _("safe")
        UNKNOWN = "unknown", _("not known")
        DEAD = "dead", _("confirmed dead")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="fates")
    status = models.CharField(max_length=10, choices=Status.choices)
    as_of = UncertainDateField()
    sealed_source = models.BinaryField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "cases_fate"

    def __str__(self) -> str:
        return str(self.pk)


class Whereabouts(models.Model):
    """Where a person was, apart from their fate; the newest row counts. Of those in hiding, the country at most."""

    class Kind(models.TextChoices):
        UNKNOWN = "unknown", _("not known where")
        HELD = "held", _("held")
        HIDING = "hiding", _("in hiding or on the way")
        HOME = "home", _("at home")
        SETTLED = "settled", _("in a country that protects them")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="whereabouts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sealed_words = models.BinaryField()
    sealed_place = models.BinaryField(null=True)
    sealed_source = models.BinaryField(null=True)
    as_of = UncertainDateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "cases_whereabouts"

    def __str__(self) -> str:
        return str(self.pk)
