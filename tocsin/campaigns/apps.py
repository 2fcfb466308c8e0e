"""Django's registration of the campaigns room: what it does with letterbox rows, and what it listens to."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "tocsin.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from tocsin.disclosure.signals import hear_correction, hear_withdrawal  # noqa: PLC0415 (models are there only now)
        from tocsin.supporters.signals import contacts_erased  # noqa: PLC0415

        from . import erasure, list_handlers, open_models, release_watch, signing, tree_models  # noqa: F401, PLC0415

        hear_withdrawal(release_watch.darken_campaigns)
        hear_withdrawal(release_watch.tell_of_dark_campaigns)
        hear_correction(release_watch.move_campaigns)
        contacts_erased.connect(erasure.close_signatures)
