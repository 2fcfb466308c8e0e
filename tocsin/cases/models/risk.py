"""Who may come to harm over a case, and when that is looked at again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .files import Case


class Risk(models.Model):
    """A judgement of the risk to one circle of people; the newest of a circle counts. It never points at a person."""

    class Circle(models.TextChoices):
        MEMBERS = "members", _("the members")
        RELATIVES = "relatives", _("relatives at home")
        HELPERS = "helpers", _("those who help")
        PARTNERS = "partners", _("partner organisations")

    class Level(models.TextChoices):
        LOW = "low", _("low")
        RAISED = "raised", _("raised")
        HIGH = "high", _("high")
        LIFE = "life", _("a danger to life")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risks")
    circle = models.CharField(max_length=10, choices=Circle.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    sealed_reasons = models.BinaryField()
    review_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "cases_risk"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)
