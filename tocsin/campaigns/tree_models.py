"""The tree of a campaign's signatures as it is kept: kept for ever, and nothing in it leads to a person."""

from __future__ import annotations

from django.db import models

from .models import Campaign


class Tree(models.Model):
    """How far a campaign's tree has grown, and the last signed checkpoint."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="tree", primary_key=True)
    size = models.PositiveBigIntegerField(default=0, help_text="entries")
    standing = models.BigIntegerField(default=0, help_text="signatures less withdrawals")
    root = models.BinaryField()
    checkpoint = models.TextField()
    issued_at = models.DateTimeField()

    class Meta:
        db_table = "campaigns_tree"

    def __str__(self) -> str:
        return f"{self.campaign_id}:{self.size}"


class TreeTile(models.Model):
    """The hashes of one tile (up to 256 of 32 bytes), or, at level -1, the bundle of its entries."""

    ENTRIES = -1

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField()
    number = models.PositiveBigIntegerField()
    body = models.BinaryField()

    class Meta:
        db_table = "campaigns_tree_tile"
        constraints = [models.UniqueConstraint(fields=["campaign", "level", "number"], name="one_tile")]

    def __str__(self) -> str:
        return f"{self.campaign_id}:{self.level}:{self.number}"


class OwedWithdrawal(models.Model):
    """A signature left the tree and was given anew before the tree could say so: its withdrawal, naming nobody."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(help_text="to the hour")

    class Meta:
        db_table = "campaigns_owed_withdrawal"

    def __str__(self) -> str:
        return str(self.pk)
