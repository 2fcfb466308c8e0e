"""Django's registration of the desk room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "tocsin.desk"
    label = "desk"

    def ready(self) -> None:
        # Models can be imported only once all apps are loaded; importing it registers the chore.
        from . import tending  # noqa: F401, PLC0415
