"""``tocsin manage story``: play March 2012 into this instance."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tocsin.accounts.models import Staff
from tocsin.desk.story.mailbox import TooLong
from tocsin.desk.story.play import DoesNotAddUp, play


class Command(BaseCommand):
    help = "Plays the story of March 2012, with invented people, through actions, HTTP and mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--supporters", type=int, default=200, help="how many people sign (default 200)")
        parser.add_argument("--json", action="store_true", help="print the figures as one object, last")
        parser.add_argument("--mailbox-url", required=True, help="where the demo's mailbox is read")

    def handle(self, *args: Any, supporters: int, mailbox_url: str, **options: Any) -> None:
        if not settings.TOCSIN_DEMO:
            raise CommandError("The story is played into a demo only (TOCSIN_DEMO=yes).")
        if not 10 <= supporters <= 100_000:
            raise CommandError("--supporters must be between 10 and 100000.")
        if Staff.objects.exists():
            raise CommandError("This instance has staff already: the story begins with an empty one.")
        try:
            figures = play(size=supporters, mailbox_url=mailbox_url, say=self._say)
        except (DoesNotAddUp, TooLong) as error:
            raise CommandError(f"The story does not hold: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
