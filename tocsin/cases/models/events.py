"""The chain of events, what it rests on, and what was done for the people of the case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.core.counts import CountField
from tocsin.core.dates import UncertainDateField

from .files import Case
from .persons import Person


class Event(models.Model):
    """An event of the chain: what happened or is expected, when, where, to how many."""

    class Kind(models.TextChoices):
        FLIGHT = "flight", _("left, or fled")
        DISAPPEARANCE = "disappearance", _("disappearance")
        ARREST = "arrest", _("arrest")
        DETENTION = "detention", _("detention")
        TRANSFER = "transfer", _("transfer")
        EXPECTED_RETURN = "expected_return", _("forced return expected")
        REFOULEMENT = "refoulement", _("refoulement (forced return)")
        HEARING = "hearing", _("hearing or sentence")
        PUNISHMENT = "punishment", _("punishment reported")
        DEATH_REPORTED = "death_reported", _("a death is reported")
        RELEASE = "release", _("released")
        SAFETY = "safety", _("reached safety")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    happened = UncertainDateField()
    happened_earliest = models.DateField(null=True, editable=False)
    happened_latest = models.DateField(null=True, editable=False)
    count = CountField(null=True)
    sealed_place = models.BinaryField()
    sealed_account = models.BinaryField()
    # The act and who is alleged to have done it, as one sealed JSON object.
    sealed_details = models.BinaryField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Mistaken since then: kept, with the reason among what stood before (Earlier).
    struck_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_event"
        ordering = ["happened_earliest", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Involvement(models.Model):
    """A person's part in an event."""

    class Role(models.TextChoices):
        VICTIM = "victim", _("victim")
        WITNESS = "witness", _("witness")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="involvements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.VICTIM)

    class Meta:
        db_table = "cases_involvement"
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="involved_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Reliability(models.TextChoices):
    """How reliable the source has been: the letter of the six-step scale of source reporting."""

    A = "A", _("completely reliable")
    B = "B", _("usually reliable")
    C = "C", _("fairly reliable")
    D = "D", _("not usually reliable")
    E = "E", _("unreliable")
    F = "F", _("cannot be judged")


class Confirmation(models.TextChoices):
    """How far other sources bear the information out: the figure beside that letter."""

    CONFIRMED = "confirmed", _("confirmed by others")
    PROBABLE = "probable", _("probably true")
    POSSIBLE = "possible", _("possibly true")
    DOUBTFUL = "doubtful", _("doubtful")
    IMPROBABLE = "improbable", _("improbable")
    UNKNOWN = "unknown", _("cannot be judged")


class Information(models.Model):
    """What an event rests on: a report (by its id alone) or, sealed, other words; how reliable, how far confirmed."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="information")
    report_id = models.UUIDField(null=True)
    # Who says so and how they know, as one sealed JSON object; null where the report says it.
    sealed_words = models.BinaryField(null=True)
    reliability = models.CharField(max_length=1, choices=Reliability.choices, default=Reliability.F)
    confirmation = models.CharField(max_length=10, choices=Confirmation.choices, default=Confirmation.PROBABLE)
    received = UncertainDateField(null=True)

    class Meta:
        db_table = "cases_information"
        constraints = [
            models.UniqueConstraint(fields=["event", "report_id"], name="information_once"),
            models.CheckConstraint(
                condition=models.Q(report_id__isnull=False) | models.Q(sealed_words__isnull=False),
                name="information_from_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Intervention(models.Model):
    """What was done for the people of the case."""

    class Kind(models.TextChoices):
        CONFIDENTIAL = "confidential", _("use of confidential contacts to obtain relief")
        REPRESENTATION = "representation", _("representation to an authority")
        MECHANISM = "mechanism", _("communication to a United Nations mechanism")
        TRACING = "tracing", _("tracing request")
        LEGAL = "legal", _("legal help")
        RELIEF = "relief", _("material or medical help")
        PUBLICITY = "publicity", _("publicity about the victim")
        URGENT_APPEAL = "urgent_appeal", _("urgent appeal")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interventions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    began = UncertainDateField()
    began_earliest = models.DateField(null=True, editable=False)
    began_latest = models.DateField(null=True, editable=False)
    ended = UncertainDateField(null=True)
    sealed_account = models.BinaryField()
    # By whom, to whom, the response and the effect, as one sealed JSON object.
    sealed_details = models.BinaryField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "cases_intervention"
        ordering = ["began_earliest", "pk"]

    def __str__(self) -> str:
        return str(self.pk)
