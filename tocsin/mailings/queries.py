"""How far a letter has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from .models import Envelope, Letter


@dataclass(frozen=True)
class Progress:
    """``excluded`` counts by reason; ``envelopes`` by state, every state named.

    Of a broadcast that is not being sent, candidates = envelopes + excluded, and each envelope is accepted, refused,
    deferred, uncertain or stopped. Deferred ones are tried again on their own; uncertain ones never.
    """

    candidates: int
    excluded: Mapping[str, int]
    envelopes: Mapping[str, int]

    @property
    def addressed(self) -> int:
        return sum(self.envelopes.values())

    @property
    def open(self) -> int:
        """Neither reached nor given up: waiting, in flight, or put off by the relay."""
        return sum(self.envelopes[state] for state in ("waiting", "in_flight", "deferred"))

    @property
    def adds_up(self) -> bool:
        return self.candidates == self.addressed + sum(self.excluded.values())


def progress(letter: Letter) -> Progress:
    """The letter's sums as they stand now. Of an automatic letter, each envelope is a candidate."""
    found = dict(letter.envelopes.order_by().values_list("state").annotate(Count("pk")))
    envelopes = {str(state): found.get(state, 0) for state in Envelope.State.values}
    excluded = dict(letter.exclusions.order_by("reason").values_list("reason", "contacts"))
    frozen = Letter.objects.values_list("candidates", flat=True).get(pk=letter.pk)
    candidates = sum(envelopes.values()) if letter.kind in Letter.AUTOMATIC else frozen
    return Progress(candidates, excluded, envelopes)
