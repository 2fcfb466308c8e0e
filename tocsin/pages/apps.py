"""Django's registration of the pages room."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "tocsin.pages"
    label = "pages"

    def ready(self) -> None:
        from . import connections  # noqa: PLC0415 (models are loaded only now)

        connections.connect()
