"""`python -m tocsin.site.run.letters [--watch] [ID]`: letters on their way, as a table in the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import django

django.setup()

from django.db.models import Q  # noqa: E402 (models can be imported only now)
from django.utils import timezone  # noqa: E402

from tocsin.mailings.models import Letter, Pace  # noqa: E402
from tocsin.mailings.queries import Progress, Tempos, progress, tempo  # noqa: E402

EVERY = 2.0  # seconds
STATES = ("accepted", "waiting", "in_flight", "deferred", "refused", "uncertain", "stopped")
HEADS = ("reached", "waiting", "flying", "put off", "refused", "unknown", "stopped")


def main(words: Sequence[str]) -> int:
    watch, ids = "--watch" in words, [word for word in words if word != "--watch"]
    while True:
        letters = list(_letters(ids))
        sys.stdout.write(_table(letters))
        sys.stdout.flush()
        if not watch or not any(letter.state == Letter.State.SENDING for letter in letters):
            return 0
        time.sleep(EVERY)


def _letters(ids: Sequence[str]) -> list[Letter]:
    if ids:
        return list(Letter.objects.filter(pk__in=ids))
    under_way = Q(state__in=[Letter.State.SENDING, Letter.State.PAUSED])
    tail = Q(state=Letter.State.FINISHED, envelopes__state="deferred")
    return list(Letter.objects.filter(under_way | tail).distinct().order_by("started_at"))


def _table(letters: Sequence[Letter]) -> str:
    now = timezone.now()
    lines = [f"{now:%H:%M:%S} UTC  " + "".join(f"{head:>10}" for head in HEADS) + f"{'a second':>10}  through"]
    for letter in letters:
        far = progress(letter)
        lines += _lines(letter, far, tempo(letter, far.envelopes["waiting"]))
    if not letters:
        lines.append("No letter is on its way.")
    return "\n".join(lines) + "\n"


def _lines(letter: Letter, far: Progress, speed: Tempos) -> list[str]:
    end = f"{speed.finishes_at:%H:%M}" if speed.finishes_at is not None else "-"
    counts = "".join(f"{far.envelopes[state]:>10}" for state in STATES)
    lines = [f"{letter.pk}  {letter.get_kind_display()}, {letter.get_state_display()}"]
    lines.append(" " * 14 + counts + f"{speed.per_second:>10}  {end}")
    held = dict(Pace.objects.values_list("provider", "rate"))
    for provider, states in speed.providers.items():
        said = ", ".join(f"{state} {number}" for state, number in sorted(states.items()))
        pace = f"; at most {held[provider]:.2f} a second" if provider in held else ""
        lines.append(f"    {provider:<12} {said}{pace}")
    hidden = [rate for provider, rate in held.items() if provider.startswith("~")]
    if hidden:
        lines.append(f"    {len(hidden)} small provider(s) held back to {min(hidden):.2f} a second and more")
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
