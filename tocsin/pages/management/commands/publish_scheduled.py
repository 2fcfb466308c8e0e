"""In place of Wagtail's command of this name, which stops at the first refusal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tocsin.accounts.actors import system
from tocsin.pages.actions import publish_scheduled


class Command(BaseCommand):
    help = "Publish pages that are due and take back those that have expired."

    def handle(self, *args: Any, **options: Any) -> None:
        published, refused = publish_scheduled(actor=system("publishing"))
        self.stdout.write(f"{published} published, {refused} refused.")
