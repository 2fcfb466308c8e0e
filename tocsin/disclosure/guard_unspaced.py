"""Where sealed names stand in scripts that put no spaces between words: Hangul with its particles, Han."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise, product

from tocsin.core.names import han
from tocsin.core.names.folding import FREE_LENGTH, GAPS, LINE, PARTICLES, SOFT, squeeze, stands_alone
from tocsin.core.names.forms import Whole
from tocsin.core.names.hangul import is_hangul
from tocsin.core.names.words import is_korean_word, korean, korean_all

from .guard_index import Index

# Letters of other scripts than Latin; and stretches of them, with whatever gaps.
_LETTER = "\u0370-\ufdcf\ufdf0-\U0010ffff"
_HAS = re.compile(f"[{_LETTER}]")
_STRETCH = re.compile(f"[{_LETTER}](?:[{_LETTER} {SOFT}{LINE}]*[{_LETTER}])?")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_MIXED = re.compile(f"({_HAN.pattern}) ?([가-힣]{{1,2}})")
_HAN_RUN = re.compile(_HAN.pattern + "{2,}")
_ENDINGS = frozenset("은는이가을를도만의에로와과나랑")
_TITLES = ("씨", "님", "군", "양", "이가", "이는", "이를", "이의", "이도")
# Surnames that are no word of their own: a space after them parts a name.
_ONLY_SURNAMES = frozenset("김박최윤임권황류홍손배백허남심곽차민엄채현함변염추석마표라옥육맹탁림리")
MOST_LONGER, MOST_WAYS = 4, 24


def has_unspaced(folded: str) -> bool:
    """Whether there is anything for this module to read."""
    return not folded.isascii() and _HAS.search(folded) is not None


def unspaced_hits(index: Index, folded: str, *, aloud: bool = True) -> Iterator[tuple[int, int, int]]:
    """(start, end, owner's number) in a folded text, Han as written and, ``aloud``, as it is read."""
    if not has_unspaced(folded):
        return
    if len(index.automaton):
        yield from _hits(index, han.simplified(folded))
    if not aloud:
        return
    if _HAN.search(folded):
        yield from _read_aloud(index, folded)
        yield from _mixed(index, folded)


def _hits(index: Index, folded: str) -> Iterator[tuple[int, int, int]]:
    for stretch in _STRETCH.finditer(folded):
        letters: list[int] = []
        for last, wholes in index.automaton.iter(squeeze(stretch[0])):
            letters = letters or [at for at in range(*stretch.span()) if folded[at] not in GAPS]
            for whole, owners in wholes:
                places = letters[last - len(whole.letters) + 1 : last + 1]
                if _written_there(whole, folded, places):
                    yield from ((places[0], places[-1] + 1, owner) for owner in owners)


def _written_there(whole: Whole, folded: str, places: list[int]) -> bool:
    start, end = places[0], places[-1] + 1
    between = enumerate(pairwise(places), 1)
    gaps = [count for count, (here, there) in between if " " in folded[here:there]]
    if len(gaps) == len(places) - 1 and len(places) > 2:
        return _apart(folded, start, end)
    if gaps and not (gaps == [whole.surname] and len(places) > 2 and _parted(whole)):
        return False
    if not is_hangul(whole.letters):
        return stands_alone(folded, start, end)
    if gaps and is_hangul(folded[start - 1 : start]):
        return False
    return stands_alone(folded, start, end) and not _another_word(whole, folded, start, end)


def _apart(folded: str, start: int, end: int) -> bool:
    """Whether letters that all stand apart from each other (김 영 희) stand apart from others, too."""
    return folded[start - 1 : start] in ("", *GAPS) and (
        folded[end : end + 1] in ("", *GAPS) or folded.startswith(PARTICLES, end)
    )


def _parted(whole: Whole) -> bool:
    """Whether surname and given name, with a space between, are hardly anything else (이 나라: this country)."""
    return whole.letters[: whole.surname] in _ONLY_SURNAMES or whole.letters[whole.surname :] not in korean()


def _another_word(whole: Whole, folded: str, start: int, end: int) -> bool:
    """Whether what stands there is rather a longer word, or a common word with its particle (이상 + 은)."""
    titled = folded.startswith(_TITLES, end) or folded.startswith(tuple(f" {title}" for title in _TITLES[:4]), end)
    if titled:
        return False
    said = whole.letters
    if (
        (len(said) < FREE_LENGTH and is_korean_word(said))
        or (said in korean_all() and said[:2] in korean() and is_korean_word(said[1:]))
        or (said[-1] in _ENDINGS and len(said) == 3 and said[:-1] in korean() and whole.surname)
    ):
        return True
    longest = MOST_LONGER + len(said)
    for first in range(max(0, start - MOST_LONGER), start + 1):
        for last in range(end, min(len(folded), first + longest) + 1):
            word = folded[first:last]
            if (first, last) != (start, end) and word in korean_all() and not _with_particle(word, said):
                return True
    return False


def _with_particle(word: str, said: str) -> bool:
    return word.startswith(said) and word[len(said) :] in PARTICLES


def _read_aloud(index: Index, folded: str) -> Iterator[tuple[int, int, int]]:
    """Names in Han characters that were sealed in Hangul or in Latin letters: whole names, by every reading.

    Of two characters only where they stand by themselves: among others, too many words sound like names.
    """
    surnames = index.hangul_surnames
    for run in _HAN_RUN.finditer(folded):
        said = run[0]
        for at, character in enumerate(said[:-1]):
            korean = not han.first_readings(character).isdisjoint(surnames)
            family = [part for way in han.syllables(character) for part in index.writings.get(way, ())]
            if not korean and not family:
                continue
            for length in (2,) if len(said) == 2 else range(3, min(4, len(said) - at) + 1):
                piece = said[at : at + length]
                owners = set(_in_korean(index, piece)) if korean else set()
                if family:
                    owners.update(index.together(family, _in_mandarin(index, piece[1:])))
                yield from ((run.start() + at, run.start() + at + length, owner) for owner in owners)


def _mixed(index: Index, folded: str) -> Iterator[tuple[int, int, int]]:
    """Surnames in Han before given names in Hangul, as Korean newspapers have them."""
    for found in _MIXED.finditer(folded):
        for reading in han.first_readings(found[1]):
            for length in (2, 1):
                wholes = index.automaton.get(reading + found[2][:length], ()) if len(index.automaton) else ()
                for whole, owners in wholes:
                    if whole.surname:
                        yield from ((found.start(), found.start() + 1 + length, owner) for owner in owners)


def _in_korean(index: Index, piece: str) -> Iterator[int]:
    for reading in han.in_hangul(piece):
        for whole, owners in index.automaton.get(reading, ()) if len(index.automaton) else ():
            if whole.surname:
                yield from owners


def _in_mandarin(index: Index, given: str) -> list[int]:
    ways = product(*(sorted(han.syllables(character)) for character in given))
    return [part for way in islice(ways, MOST_WAYS) for part in index.writings.get("".join(way), ())]
