"""What was told as open data, kept as it was told."""

from __future__ import annotations

from django.db import models

from .models import Campaign


class DayTotal(models.Model):
    """A campaign's total at the end of a UTC day."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    total = models.PositiveBigIntegerField()

    class Meta:
        db_table = "campaigns_day_total"
        constraints = [models.UniqueConstraint(fields=["campaign", "day"], name="one_total_a_day")]

    def __str__(self) -> str:
        return f"{self.campaign_id}:{self.day}"
