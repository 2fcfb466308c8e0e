"""Shows an auditor entries of a list that nobody chose, encrypted to the auditor alone. Run as the worker."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tocsin.accounts.actors import system
from tocsin.campaigns.models import Campaign
from tocsin.campaigns.tree.sampling import draw_sample
from tocsin.core.actions import Refused


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", help="its slug")
        parser.add_argument("--seed", required=True, help="what the auditor gave after the root was signed")
        parser.add_argument("--count", type=int, required=True)
        parser.add_argument("--to", required=True, metavar="AGE", help="the auditor's age recipient (age1...)")
        parser.add_argument("--out", type=Path, required=True, help="the file to make")

    def handle(self, *_args: Any, **options: Any) -> None:
        campaign = Campaign.objects.filter(slug=options["campaign"]).first()
        if campaign is None:
            raise CommandError("There is no such campaign.")
        try:
            sample = draw_sample(
                actor=system("counting"), campaign=campaign, seed=options["seed"], count=options["count"],
                recipient=options["to"],
            )  # fmt: skip
        except Refused as refusal:
            raise CommandError(f"{refusal} {refusal.remedy}") from refusal
        with options["out"].open("xb") as file:
            file.write(sample.sealed)
        self.stdout.write(f"{sample.drawn} entries drawn, {sample.shown} shown, {sample.erased} erased.")
