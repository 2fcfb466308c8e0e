"""A name: in full, the surname alone ('Kim Y.', '김 모 씨'), nothing."""

from __future__ import annotations

from tocsin.cases.opened import OpenedName

from .covers import Called
from .rungs import EXACT, Ladder, Need, Rung, descending

_SCRIPTS = {"Latn": "en", "Hang": "ko", "Hani": "zh", "Hans": "zh", "Hant": "zh", "Cyrl": "ru", "Arab": "ar"}


def name_ladder(names: tuple[OpenedName, ...], needs: tuple[Need, ...]) -> Ladder | None:
    """None where no name is recorded. A name in no script of a language stands there as it is recorded first."""
    if not names:
        return None
    ways: dict[str, str] = {}
    for one in names:
        ways.setdefault(_SCRIPTS.get(one.script, ""), one.name)
    full = {language: ways.get(language, names[0].name) for language in ("en", "ko")}
    short = {"en": _initial(full["en"]), "ko": _somebody(full["ko"])}
    known = frozenset(one.name for one in names)
    rungs = [
        Rung(EXACT, full, ("name", tuple(full.items())), Called(known, initials=False)),
        Rung("initial", short, ("name", tuple(short.items())), Called(known, initials=True)),
    ]
    return Ladder("name", "name", needs, descending(rungs))


def _initial(name: str) -> str:
    """'Kim Y.': the first word, and the first letter of the last."""
    parts = name.split()
    return f"{parts[0]} {parts[-1][0].upper()}." if len(parts) > 1 else f"{name[0].upper()}."


def _somebody(name: str) -> str:
    """'김 모', as Korean newspapers write; compound surnames of two syllables stand before two more."""
    hangul = all("가" <= letter <= "힣" for letter in name.replace(" ", ""))
    if not hangul:
        return _initial(name)
    surname = name.split()[0] if " " in name else name[:2] if len(name) > 3 else name[:1]
    return f"{surname} 모"
