"""Django's registration of the supporters room; registers what it does with letterbox rows."""

from django.apps import AppConfig


class SupportersConfig(AppConfig):
    name = "tocsin.supporters"
    label = "supporters"

    def ready(self) -> None:
        from . import handlers  # noqa: F401, PLC0415 (models are there only now)
