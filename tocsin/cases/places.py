"""A place at several grains, each in as many ways of writing as are known: ``Yanji / 연길 / 延吉``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

BETWEEN_WAYS = "/"
# From the finest to the coarsest.
GRAINS = ("town", "prefecture", "region", "country")
GRAIN_WORDS = {
    "town": _("town or village"),
    "prefecture": _("county or prefecture"),
    "region": _("province or region"),
    "country": _("country"),
}


@dataclass(frozen=True)
class Place:
    """Each grain may hold several ways of writing it, separated by `` / ``; '' where it is not known."""

    town: str = ""
    prefecture: str = ""
    region: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return any(self.ways(grain) for grain in GRAINS)

    def ways(self, grain: str) -> tuple[str, ...]:
        """Every way in which that grain is written."""
        return tuple(way.strip() for way in str(getattr(self, grain)).split(BETWEEN_WAYS) if way.strip())

    @property
    def finest(self) -> str:
        """The finest grain that is known; '' where none is."""
        return next((grain for grain in GRAINS if self.ways(grain)), "")

    def known(self) -> Iterator[tuple[str, str]]:
        """(grain, one way of writing) of all that is known."""
        for grain in GRAINS:
            for way in self.ways(grain):
                yield grain, way

    @property
    def words(self) -> str:
        """The first way of each grain, from the finest: 'Yanji, Jilin, China'."""
        return ", ".join(self.ways(grain)[0] for grain in GRAINS if self.ways(grain))

    def __str__(self) -> str:
        return self.words

    def to_json(self) -> str:
        return json.dumps({grain: text for grain, text in asdict(self).items() if text}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Place:
        """Also what was sealed when a place was one text: that counts as its finest grain. Raises ValueError."""
        return cls(**json.loads(text)) if text.startswith("{") else cls(town=text)

    @classmethod
    def of(cls, said: Place | str) -> Place:
        """A text without grains counts as the finest: nothing of it may be told unasked."""
        return said if isinstance(said, Place) else cls(town=said)
