"""Django's registration of the intake room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "tocsin.intake"
    label = "intake"

    def ready(self) -> None:
        # Models can be imported only now.
        from . import answering, receiving  # noqa: F401, PLC0415
