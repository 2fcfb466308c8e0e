"""Django's registration of the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tocsin.cases"
    label = "cases"

    def ready(self) -> None:
        # Models can be imported only now.
        from tocsin.front.chores import every_round  # noqa: PLC0415

        from . import name_index, signals, tidying  # noqa: PLC0415

        every_round("cases.tidy")(tidying.tidy)
        signals.identifiers_sealed.connect(name_index.learn_names, dispatch_uid="cases.learn_names")
