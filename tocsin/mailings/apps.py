"""Django's registration of the mailings room, and what it listens to."""

from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "tocsin.mailings"
    label = "mailings"

    def ready(self) -> None:
        # Models can be imported only once all apps are loaded.
        from tocsin.campaigns import signals as campaigns  # noqa: PLC0415
        from tocsin.disclosure import signals as disclosure  # noqa: PLC0415
        from tocsin.supporters import signals as supporters  # noqa: PLC0415

        from . import receivers  # noqa: PLC0415

        campaigns.confirmation_wanted.connect(receivers.on_confirmation_wanted)
        campaigns.already_signed.connect(receivers.on_already_signed)
        supporters.subscription_confirmation_wanted.connect(receivers.on_subscription_confirmation_wanted)
        disclosure.hear_withdrawal(receivers.on_release_withdrawn)
        disclosure.hear_correction(receivers.on_release_superseded)
        disclosure.guard_changed.connect(receivers.on_guard_changed)
