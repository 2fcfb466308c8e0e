"""What happened, and what became of somebody: 'were returned by force', 'are in danger', nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .covers import Among
from .rungs import EXACT, Ladder, Need, Rung, descending


@dataclass(frozen=True)
class Happening:
    """What a sentence says of several people and of one, in English; of any number, in Korean."""

    many: str
    one: str
    korean: str


EVENTS = {
    "flight": Happening("left their country", "left their country", "나라를 떠났습니다"),
    "disappearance": Happening("disappeared", "disappeared", "사라졌습니다"),
    "arrest": Happening("were arrested", "was arrested", "체포되었습니다"),
    "detention": Happening("were detained", "was detained", "구금되었습니다"),
    "transfer": Happening("were moved to another place of detention", "was moved to another place of detention",
                          "다른 구금 시설로 옮겨졌습니다"),
    "expected_return": Happening("are about to be returned by force", "is about to be returned by force",
                                 "곧 강제로 송환될 위기에 놓여 있습니다"),
    "refoulement": Happening("were returned by force", "was returned by force", "강제로 송환되었습니다"),
    "hearing": Happening("were brought before a court", "was brought before a court", "재판에 넘겨졌습니다"),
    "punishment": Happening("are reported to have been punished", "is reported to have been punished",
                            "처벌을 받은 것으로 전해집니다"),
    "death_reported": Happening("are reported to have died", "is reported to have died",
                                "숨진 것으로 전해집니다"),
    "release": Happening("were released", "was released", "풀려났습니다"),
    "safety": Happening("reached safety", "reached safety", "안전한 곳에 도착했습니다"),
    "custody": Happening("were taken into custody", "was taken into custody", "붙잡혔습니다"),
    "danger": Happening("have been in danger", "has been in danger", "위험에 처했습니다"),
    "better": Happening("got free", "got free", "자유로워졌습니다"),
}  # fmt: skip
FATES = {
    "detained": Happening("are held", "is held", "붙잡혀 있습니다"),
    "returned": Happening("have been returned by force", "has been returned by force", "강제로 송환되었습니다"),
    "missing": Happening("have disappeared", "has disappeared", "행방을 알 수 없습니다"),
    "free": Happening("are free, and not yet safe", "is free, and not yet safe",
                      "풀려났지만 아직 안전하지 않습니다"),
    "safe": Happening("are safe", "is safe", "안전합니다"),
    "dead": Happening("have died", "has died", "세상을 떠났습니다"),
    "danger": Happening("are in danger", "is in danger", "위험에 처해 있습니다"),
    "better": Happening("are free", "is free", "자유의 몸입니다"),
}  # fmt: skip
# A wider word -> the kinds that it holds, from narrow to wide.
WIDER_EVENTS: dict[str, frozenset[str]] = {
    "custody": frozenset({"arrest", "detention", "transfer", "hearing"}),
    "danger": frozenset(
        {"flight", "disappearance", "arrest", "detention", "transfer", "expected_return", "refoulement", "hearing",
         "punishment"}
    ),
    "better": frozenset({"release", "safety"}),
}  # fmt: skip
WIDER_FATES: dict[str, frozenset[str]] = {
    "danger": frozenset({"detained", "returned", "missing"}),
    "better": frozenset({"free", "safe"}),
}


def event_ladder(kind: str, needs: tuple[Need, ...]) -> Ladder:
    """The ladder of an event's kind (``cases.models.Event.Kind``)."""
    return Ladder("event", "event", needs, descending(_rungs(kind, EVENTS, WIDER_EVENTS)))


def fate_ladder(status: str, needs: tuple[Need, ...]) -> Ladder | None:
    """The ladder of a fate (``cases.models.Fate.Status``); None where it is not known."""
    if status not in FATES:
        return None
    return Ladder("fate", "fate", needs, descending(_rungs(status, FATES, WIDER_FATES)))


def _rungs(kind: str, said: Mapping[str, Happening], wider: Mapping[str, frozenset[str]]) -> Iterator[Rung]:
    if kind in said:
        yield _rung(EXACT, said[kind], (kind,))
    for name, kinds in wider.items():
        if kind in kinds:
            yield _rung(name, said[name], tuple(sorted(kinds)))


def _rung(key: str, said: Happening, kinds: tuple[str, ...]) -> Rung:
    return Rung(key, {"en": said.many, "ko": said.korean}, ("happened", said), Among(frozenset(kinds)))
