"""Django's registration of the accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tocsin.accounts"
    label = "accounts"

    def ready(self) -> None:
        from . import receivers  # noqa: PLC0415 (allauth's models can be imported only now)

        receivers.connect()
