"""``tocsin found``: the first administrators and the website of a new instance."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tocsin.accounts import invitations
from tocsin.core.actions import Refused
from tocsin.desk.founding import Newcomer, found_administrators, found_public_side


class Command(BaseCommand):
    help = "Makes the first administrators and publishes the website's own pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--administrator", action="append", required=True)
        parser.add_argument("--language", default="en")

    def handle(self, *args: Any, administrator: list[str], language: str, **options: Any) -> None:
        try:
            with transaction.atomic():
                staff = found_administrators([Newcomer.parse(text) for text in administrator], language)
                found_public_side()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for person in staff:
            link = settings.TOCSIN.desk_url + invitations.path_for(person)
            self.stdout.write(f"{person.name} sets a password at {link}")
        if len(staff) == 1:
            self.stdout.write("One administrator alone cannot make an approver: invite a second one on the desk.")
