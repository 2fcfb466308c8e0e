"""Django's registration of the delivery room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "tocsin.delivery"
    label = "delivery"

    def ready(self) -> None:
        # Models can be imported only once all apps are loaded.
        from tocsin.disclosure.signals import hear_correction  # noqa: PLC0415

        from . import receivers  # noqa: PLC0415

        hear_correction(receivers.move_outcomes)
