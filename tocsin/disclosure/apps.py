"""Django's registration of the disclosure room, and what it ties together: it alone knows intake and cases both."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "tocsin.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        # Models can be imported only now.
        from tocsin.cases import exports, queries, signals  # noqa: PLC0415
        from tocsin.intake import readers  # noqa: PLC0415
        from tocsin.intake import signals as reports  # noqa: PLC0415

        from . import destruction, letterbox, opening, reading, receipts, sweep, tending  # noqa: F401, PLC0415
        from .signals import hear_withdrawal  # noqa: PLC0415

        exports.supply_section("ledger", opening.open_ledger)
        hear_withdrawal(sweep.forget_told)
        readers.supply(queries.assigned_ids)
        readers.supply_log(reading.log_reading)
        signals.identifiers_sealed.connect(sweep.learn_names, dispatch_uid="disclosure.learn_names")
        signals.destruction_wanted.connect(destruction.require_nothing_told, dispatch_uid="disclosure.destruction")
        signals.case_destroyed.connect(destruction.forget_case, dispatch_uid="disclosure.forget_case")
        reports.identifiers_sealed.connect(sweep.learn_names, dispatch_uid="disclosure.learn_reporters")
        reports.answers_sealed.connect(receipts.publish_answers, dispatch_uid="disclosure.publish_answers")
        reports.answers_withdrawn.connect(receipts.withdraw_answers, dispatch_uid="disclosure.withdraw_answers")
