"""`tocsin manage --as worker put_back_poisoned`: let rows that were set aside be drained once more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tocsin.core.actions import Actor
from tocsin.front.models import LetterboxPoisoned
from tocsin.front.poisoned import put_back


class Command(BaseCommand):
    help = "Put letterbox rows that were set aside back, once what kept them from being handled is mended."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        ids = list(LetterboxPoisoned.objects.values_list("pk", flat=True))
        number = put_back(actor=Actor("system:letterbox"), ids=ids) if ids else 0
        self.stdout.write(f"{number} rows put back.")
