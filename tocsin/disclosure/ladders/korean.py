"""Korean as it is spoken: particles by the sound before them, and people and years counted in native numbers."""

from __future__ import annotations

_HANGUL = range(0xAC00, 0xD7A4)
_RIEUL = 8
# Whether the Sino-Korean reading of a final digit ends in a consonant: 영 일 이 삼 사 오 육 칠 팔 구.
_DIGITS = {"0": 21, "1": _RIEUL, "2": 0, "3": 16, "4": 0, "5": 0, "6": 1, "7": _RIEUL, "8": _RIEUL, "9": 0}
# A Latin name as it would be read aloud: these letters end in a consonant.
_LATIN = {"l": _RIEUL, "m": 16, "n": 4, "g": 21, "k": 1, "p": 17, "b": 17, "t": 7, "c": 1}
_PAIRS = {
    "이": ("이", "가"), "은": ("은", "는"), "을": ("을", "를"), "과": ("과", "와"), "으로": ("으로", "로"),
    "이라": ("이라", "라"), "이나": ("이나", "나"), "인": ("인", "인"),
}  # fmt: skip
_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_ONES_BEFORE = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")


def josa(word: str, particle: str) -> str:
    """The word with its particle: josa('연길', '이') is '연길이', josa('서울', '으로') '서울로'."""
    final = _final(word)
    with_consonant, without = _PAIRS[particle]
    if particle == "으로" and final == _RIEUL:
        return word + without
    return word + (with_consonant if final else without)


def years_old(age: int) -> str:
    """'다섯 살', '스무 살', '일흔 살'; from 100 on '100살'."""
    return f"{_before_counter(age)} 살" if 0 < age < 100 else f"{age}살"


def people(number: int) -> str:
    """'31명': a counter stands right after a figure."""
    return f"{number:,}명"


def _before_counter(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number == 20:
        return "스무"
    return _TENS[tens] + _ONES_BEFORE[ones]


def _final(word: str) -> int:
    """The number of the final consonant as Unicode counts them; 0 where there is none."""
    last = next((letter for letter in reversed(word) if letter.isalnum()), "")
    if last and ord(last) in _HANGUL:
        return (ord(last) - _HANGUL.start) % 28
    return _DIGITS.get(last, _LATIN.get(last.lower(), 0))
