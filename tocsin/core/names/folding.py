"""Folding, so that one name written in many ways is one text; and the rules of where a name begins and ends.

A folded text holds letters and digits, single spaces for everything that separates words, and marks for what the eye
does not see: SOFT where a tag stood, LINE where a line begins. Decided: width, case and diacritics do not tell names
apart (NFKC, casefold, marks dropped; Hangul whole, NFC); what has no width is not there; hyphens, apostrophes and line
ends separate as spaces do.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

# Noncharacters: never in text that was meant to be exchanged.
SOFT = "\ufdd0"
LINE = "\ufdd1"
GAPS = frozenset({" ", SOFT, LINE})

_UNSEEN_CODES = sorted(
    {
        # Format characters (zero-width, bidi, soft hyphen, tags), the fillers of Hangul, and variation selectors.
        *(code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"),
        *(0x115F, 0x1160, 0x3164, 0xFFA0, 0x034F, 0x17B4, 0x17B5),
        *(*range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
    }
)


def _ranges(codes: list[int]) -> str:
    """The inside of a class of characters, by ranges: one by one, those beyond the BMP make a pattern very slow."""
    begins = [code for at, code in enumerate(codes) if not at or codes[at - 1] != code - 1]
    ends = [code for at, code in enumerate(codes) if at + 1 == len(codes) or codes[at + 1] != code + 1]
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in zip(begins, ends, strict=True))


_INVISIBLE = re.compile(f"[{_ranges(_UNSEEN_CODES)}]+")
# Letters that are others with a stroke, which Unicode does not take apart.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe"})
_MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u064b-\u065f\u0670]+")
# Vowel signs and the like, which are letters to whoever reads Devanagari, Thai, Lao, Tibetan, Burmese or Khmer.
_SIGNS = "\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u0f18-\u0fff\u1000-\u1049\u104c-\u109f\u1780-\u17d3"
_SEPARATORS = re.compile(rf"(?:[^\w{_SIGNS}{SOFT}{LINE}]|_)+")
# NFKD makes a lone letter of Hangul an initial, wherever it stood: before no vowel it may be a syllable's last.
_LOOSE = re.compile(r"[\u1100-\u1112\u3131-\u318e\uffa1-\uffdc]")
_LAST = re.compile(r"(?<=[\u1161-\u1175])[\u1100-\u1112](?![\u1161-\u1175])")
_AS_LAST = dict(zip("ᄀᄁᄂᄃᄅᄆᄇᄉᄊᄋᄌᄎᄏᄐᄑᄒ", "ᆨᆩᆫᆮᆯᆷᆸᆺᆻᆼᆽᆾᆿᇀᇁᇂ", strict=True))
_UNSPACED_RUN = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]+)")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+(?:[ .,\n]+[^\x00-\x7f]+)*")
_ASCII_WORDS = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))
# An apostrophe after k, t, p, ch as McCune-Reischauer and Wade-Giles have it; before a genitive's s it parts words.
_ASPIRATED = re.compile(r"['’ʻʼ](?!s\b)(?<=[kKtTpPhH].)(?=[^\W\d_])")
_SPACES = re.compile(" {2,}")
_UNSEEN = str.maketrans("", "", f" {SOFT}{LINE}")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
# Scripts written without spaces between words: Hangul (with particles attached), kana, Han.
_UNSPACED = re.compile(_HANGUL.pattern[:-1] + r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

# A name of two syllables is also a piece of longer words: after it may stand nothing, or one of these.
_AFTER_NAMES = """
이 가 은 는 을 를 의 에 께 와 과 랑 도 만 로 으로 라고 라는 라며 이라 부터 까지 처럼 보다 한테 마저 조차 네 들 및 야 아
여 씨 님 군 양 여사 선생 어머니 아버지 할머니 할아버지 모녀 부녀 남매 형제 자매 가족
"""
PARTICLES = tuple(_AFTER_NAMES.split())
FREE_LENGTH = 3


def separate(text: str) -> str:
    """Letters and digits with spaces between words, capitals as they were; marks stay where they are."""
    if "'" in text or "’" in text or "ʻ" in text or "ʼ" in text:
        text = _ASPIRATED.sub("", text)
    if not text.isascii():
        text = _NOT_ASCII.sub(_plain_run, text)
    # ASCII alone by its bytes: a hundred times faster than by characters.
    return text.encode("utf-8", "surrogatepass").translate(_ASCII_WORDS).decode("utf-8", "surrogatepass")


def _plain_run(found: re.Match[str]) -> str:
    return _plain(found[0])


@lru_cache(maxsize=16384)
def _plain(run: str) -> str:
    loose = _LOOSE.search(run)
    apart = _INVISIBLE.sub("", _MARKS.sub("", unicodedata.normalize("NFKD", _INVISIBLE.sub("", run))))
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFC", _LAST.sub(_as_last, apart) if loose else apart))


def _as_last(found: re.Match[str]) -> str:
    return _AS_LAST.get(found[0], found[0])


def small(separated: str) -> str:
    """Separated text without capitals; as many words as before."""
    return separated.lower() if separated.isascii() else separated.casefold().translate(_STROKES)


def fold(text: str) -> str:
    """The folded text, with single spaces; marks stay where they are."""
    return _SPACES.sub(" ", small(separate(text)))


def words_of(text: str) -> list[str]:
    """The words of a separated or folded text; where letters of spaced and unspaced scripts meet, a word ends."""
    plain = text.replace(SOFT, "").replace(LINE, " ")
    return (plain if plain.isascii() else " ".join(_UNSPACED_RUN.split(plain))).split()


def visible(text: str) -> str:
    """The text with compatibility forms made plain (NFKC) and without what has no width; nothing else is changed."""
    return text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)))


def squeeze(folded: str) -> str:
    """The letters and digits alone."""
    return folded.translate(_UNSEEN)


def unspaced(character: str) -> bool:
    """Whether the character is of a script that puts no spaces between words."""
    return _UNSPACED.match(character) is not None


def stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether the letters ``folded[start:end]`` are a word, or words, of their own.

    In spaced scripts no letter stands next to them. Han and kana, and Hangul of three syllables or more, count
    wherever they stand; shorter Hangul begins a word, which goes on with a particle if at all.
    """
    before, after = folded[start - 1 : start], folded[end : end + 1]
    short = len(squeeze(folded[start:end])) < FREE_LENGTH
    return _begins(before, folded[start], short) and _ends(folded, end, after, short)


def _begins(before: str, first: str, short: bool) -> bool:
    if not unspaced(first):
        return not before.isalpha() or unspaced(before)
    return not (short and _hangul(first) and _hangul(before))


def _ends(folded: str, end: int, after: str, short: bool) -> bool:
    last = folded[end - 1]
    if not unspaced(last):
        return not after.isalpha() or unspaced(after)
    return not (short and _hangul(last) and _hangul(after)) or folded.startswith(PARTICLES, end)


def _hangul(character: str) -> bool:
    return _HANGUL.match(character) is not None
