"""Which figures of countries may be published: rules that keep small ones from singling anybody out.

1. A figure is the count rounded down to a multiple of STEP, so it moves in steps of at least STEP, and none is
   shown below it.
2. All countries of a campaign move together, at most once a day (``counting`` sees to it; the first time once FIRST
   signatures are there). Nobody can watch a country's figure change at the moment somebody signs.
3. The total is public, so *the total less the countries* is public too. Rounding alone blurs it by up to STEP - 1 a
   country, which hides nobody's number of 5,000. So where a campaign lists countries that are never published, others
   are kept back with them as cover: at least COVERS of them, the smallest that have together at least as many
   signatures as the unpublished ones, so that these are at most half of what is left over. Where that cannot be, no
   country is shown at all. (Statistical offices call it complementary suppression; the p% rule with p = 100.)
4. A cover stays one: showing it later would tell what was left over before.

No sum of "other countries" is published, since it would only do the subtraction for the attacker. What remains: whoever
can sign from a country under many addresses can find the count's remainder of STEP, once a day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tocsin.front.countries import COUNTRIES

STEP = 5
FIRST = 20
COVERS = 2


@dataclass(frozen=True)
class CountryFigures:
    """What may be shown (code -> figure, all above zero), and which countries are kept back as cover from now on."""

    shown: Mapping[str, int]
    covers: frozenset[str]


def figures_to_show(
    counts: Mapping[str, int], *, never: Collection[str] = (), covers: Collection[str] = ()
) -> CountryFigures:
    """``counts`` by country code ('' where it is not known); ``never`` are not published; ``covers`` are so far."""
    kept, hidden = frozenset(covers), sum(counts.get(code, 0) for code in never)
    if not never:
        return CountryFigures(_rounded(counts), kept)
    able = {c: n for c, n in counts.items() if c in COUNTRIES and c not in never and n >= STEP}
    rising = sorted(able.keys() - kept, key=lambda code: (able[code], code))
    while len(kept & able.keys()) < COVERS or sum(able.get(code, 0) for code in kept) < hidden:
        if not rising:
            return CountryFigures({}, frozenset(covers))  # nothing was shown, so nothing needs cover later
        kept |= {rising.pop(0)}
    return CountryFigures(_rounded({code: able[code] for code in rising}), kept)


def _rounded(counts: Mapping[str, int]) -> dict[str, int]:
    return {code: n - n % STEP for code, n in sorted(counts.items()) if code in COUNTRIES and n >= STEP}
