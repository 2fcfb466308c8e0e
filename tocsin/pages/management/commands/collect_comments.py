"""Taking comments out of the letterbox, on the desk, which holds their key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tocsin.accounts.actors import system
from tocsin.pages.actions import collect_comments


class Command(BaseCommand):
    help = "Take the comments out of the letterbox; they wait for moderation."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{collect_comments(actor=system('publishing'))} comments collected.")
