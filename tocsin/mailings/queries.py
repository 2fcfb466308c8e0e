"""How far a letter has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from .models import Envelope, Letter, Tempo


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
    found = Counter(dict(letter.envelopes.order_by().values_list("state").annotate(Count("pk"))))
    for state, number in _in_flight(letter):
        found[state] -= number
        found[Envelope.State.IN_FLIGHT] += number
    envelopes = {str(state): found[state] for state in Envelope.State.values}
    excluded = dict(letter.exclusions.order_by("reason").values_list("reason", "contacts"))
    frozen = Letter.objects.values_list("candidates", flat=True).get(pk=letter.pk)
    candidates = sum(envelopes.values()) if letter.kind in Letter.AUTOMATIC else frozen
    return Progress(candidates, excluded, envelopes)


def _in_flight(letter: Letter) -> list[tuple[str, int]]:
    """How many that may be on their way stand in which state."""
    statement = (
        "SELECT e.state, count(*) FROM mailings_claim c, unnest(c.in_flight) AS f (id)"
        " JOIN mailings_envelope e ON e.id = f.id"
        " WHERE c.letter_id = %s AND e.state IN ('waiting', 'deferred') GROUP BY e.state"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [letter.pk])
        return list(cursor.fetchall())


@dataclass(frozen=True)
class Tempos:
    """How fast a letter goes: messages a second over the last minutes, and when the rest will have been tried.

    ``providers``: for each, how many ended in which state, over the whole letter. ``finishes_at`` is None where nothing
    moves; messages that are put off come on top.
    """

    per_second: float
    finishes_at: datetime | None
    providers: Mapping[str, Mapping[str, int]]


_RECENT = timedelta(minutes=3)
# RFC 3463: mailbox full, system full or not accepting, no answer, congestion, expired.
PASSING = ("5.2.2", "5.3.1", "5.3.2", "5.4.1", "5.4.2", "5.4.5", "5.4.7")


def tempo(letter: Letter, waiting: int) -> Tempos:
    """The letter's tempo as it stands now, with so many still waiting (``Progress.envelopes``)."""
    now, rows = timezone.now(), Tempo.objects.filter(letter=letter)
    since = (now - _RECENT).replace(second=0, microsecond=0)
    recent = list(rows.filter(minute__gte=since).values_list("minute").annotate(Sum("number")).order_by("minute"))
    seconds = max((now - recent[0][0]).total_seconds(), 1.0) if recent else 1.0
    rate = sum(number for _minute, number in recent) / seconds
    providers: dict[str, dict[str, int]] = {}
    for provider, state, number in rows.values_list("provider", "state").annotate(Sum("number")).order_by("provider"):
        providers.setdefault(provider, {})[state] = number
    finishes = now + timedelta(seconds=waiting / rate) if rate and waiting else None
    return Tempos(round(rate, 2), finishes, providers)


def undecided(letter: Letter) -> QuerySet[Envelope]:
    """Envelopes of which nobody knows whether they arrived, and nobody has decided what to do about it."""
    return letter.envelopes.filter(state=Envelope.State.UNCERTAIN, left_uncertain=False)


def put_off_for_good(letter: Letter) -> QuerySet[Envelope]:
    """Envelopes that were refused for a reason that may have passed: too often put off, or a mailbox that was full."""
    return letter.envelopes.filter(state=Envelope.State.REFUSED).filter(
        Q(code__gte=400, code__lt=500) | Q(enhanced__in=PASSING)
    )
