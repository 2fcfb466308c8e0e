"""Django's registration of the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tocsin.cases"
    label = "cases"

    def ready(self) -> None:
        # Models can be imported only now.
        from . import name_index, signals  # noqa: PLC0415

        signals.identifiers_sealed.connect(name_index.learn_names, dispatch_uid="cases.learn_names")
