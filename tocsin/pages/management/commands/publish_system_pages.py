"""After an upgrade: the site's own answers, and every live page, rendered by the new release."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tocsin.accounts.actors import system
from tocsin.pages.setup import publish_system_pages


class Command(BaseCommand):
    help = "Publish the site's own answers anew and render every live page again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{publish_system_pages(actor=system('installation'))} addresses published.")
