"""The ledger of a case: every release in its exact words, what it rests on, what was built on it, what became of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from tocsin.desk import built_on, consent_matrix
from tocsin.disclosure import queries

from .base import RoomView
from .cases import OneCase


class LedgerView(OneCase, RoomView):
    template_name = "desk/ledger.html"
    page_title = gettext_lazy("Ledger of releases")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ledger = queries.ledger(self.actor, self.case)
        givers = {one.id: f"{one.giver}, {one.relation_words}" for one in ledger.consents}
        whose = {person: consent_matrix.describe(self.opened, person) for person in self._persons(ledger)}
        entries = [(one, built_on.built_on(one.release)) for one in ledger.releases]
        return super().get_context_data(case=self.case, entries=entries, givers=givers, whose=whose, **kwargs)

    @staticmethod
    def _persons(ledger: Any) -> set[Any]:
        return {basis.person for one in ledger.releases for line in one.lines for basis in line.bases}
