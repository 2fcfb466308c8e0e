"""What can be read out of a line's own words: ages, births, sexes, dates, places of the case, numbers of people.

Only what is written in a usual way is found, in English and Korean; the assessment says so. What is found counts as
told where it says more than the rungs that were chosen.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from babel.dates import get_month_names

from tocsin.cases.facts import OLDEST
from tocsin.cases.opened import OpenedCase
from tocsin.cases.places import GRAINS, Place
from tocsin.core.names.folding import fold
from tocsin.disclosure.ladders import Among, Cover, Days, HowMany, Where
from tocsin.disclosure.ladders.ages import CLASSES, born
from tocsin.disclosure.ladders.dates import unit

Read = tuple[str, Cover]
_MONTHS = {name.lower(): number for number, name in get_month_names("wide", locale="en").items()}
_MONTH = f"({'|'.join(_MONTHS)})"
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS = {word: number for number, word in enumerate(_ONES)} | _TENS
_NUMBERS |= {f"{ten}-{_ONES[one]}": value + one for ten, value in _TENS.items() for one in range(1, 10)}
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NUMBER = rf"(\d{{1,3}}|{_WORDS})"
_PEOPLE_OF = "woman|man|girl|boy|child|person|mother|father|teenager|one"
_AGES = [
    re.compile(rf"\b(?:aged?|at the age of)\s+{_NUMBER}\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}[ -]years?[ -]olds?\b", re.IGNORECASE),
    re.compile(rf"\b(?:{_PEOPLE_OF}),? (?:of|aged) {_NUMBER}\b", re.IGNORECASE),
    re.compile(r"(\d{1,3})\s?(?:세|살)"),
]
_DECADES = {
    "teens": (13, 19), "twenties": (20, 29), "thirties": (30, 39), "forties": (40, 49), "fifties": (50, 59),
    "sixties": (60, 69), "seventies": (70, 79), "eighties": (80, 89), "nineties": (90, 99),
}  # fmt: skip
_DECADE = re.compile(rf"\bin (?:her|his|their) (?:early |mid-?|late )?({'|'.join(_DECADES)})\b", re.IGNORECASE)
_DECADE_KO = re.compile(r"(?<!\d)([1-9]0)대")
_NATIVE = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
}  # fmt: skip
_NATIVE_ONES = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_NATIVE_AGE = re.compile(rf"(?<![가-힣])({'|'.join(_NATIVE)})?({'|'.join(_NATIVE_ONES)})?\s?살")
_BORN = re.compile(rf"\bborn (?:on |in )?(?:(\d{{1,2}}) )?(?:{_MONTH} )?(\d{{4}})\b", re.IGNORECASE)
_BORN_KO = re.compile(r"(\d{4})년(?: (\d{1,2})월)?(?: (\d{1,2})일)?\s?(?:생|에 태어)")
_CLASS_WORDS = {
    "elderly": "elderly", "old woman": "elderly", "old man": "elderly", "teenager": "teenager", "teenage": "teenager",
    "toddler": "young_child", "baby": "baby", "young child": "young_child", "고령": "elderly", "노인": "elderly",
    "십 대": "teenager", "어린아이": "young_child", "아기": "baby", "중년": "middle_aged",
}  # fmt: skip
_SEXES = {
    "female": re.compile(r"\b(?:woman|girl|grandmother)\b|여성|여자|할머니", re.IGNORECASE),
    "male": re.compile(r"\b(?:man|boy|grandfather)\b|남성|남자|할아버지", re.IGNORECASE),
}
_DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH} (\d{{4}})\b", re.IGNORECASE)
_DAY_US = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b", re.IGNORECASE)
_DAY_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_DAY_KO = re.compile(r"(\d{4})년 (\d{1,2})월 (\d{1,2})일")
_PART = re.compile(rf"\b(early |mid-|late ){_MONTH} (\d{{4}})\b", re.IGNORECASE)
_PART_KO = re.compile(r"(\d{4})년 (\d{1,2})월 (초순|중순|하순)")
_MONTH_ONLY = re.compile(rf"\b{_MONTH} (\d{{4}})\b", re.IGNORECASE)
_MONTH_KO = re.compile(r"(\d{4})년 (\d{1,2})월")
_PEOPLE = re.compile(
    r"\b(at least |more than |about |up to )?(\d[\d,]*) (?:people|persons|refugees|men|women|children|of them)\b",
    re.IGNORECASE,
)
_PEOPLE_KO = re.compile(r"(최소 |적어도 |약 |최대 )?(\d[\d,]*)명(?: 이상)?")
_LEAST, _MOST = ("at least ", "more than ", "최소 ", "적어도 "), ("up to ", "최대 ")


def read(opened: OpenedCase, text: str, day: dt.date) -> list[Read]:
    """(kind, what it leaves open) of all that is found in a text; ages as of ``day``."""
    found = [*_ages(text, day), *_births(text), *_sexes(text), *_dates(text), *_places(opened, text), *_counts(text)]
    return list(dict.fromkeys(found))


def _ages(text: str, day: dt.date) -> Iterator[Read]:
    for pattern in _AGES:
        for match in pattern.finditer(text):
            age = _number(match[1])
            if age <= OLDEST:
                yield "age", born(age, age, day)
    for match in _NATIVE_AGE.finditer(text):
        if age := _NATIVE.get(match[1], 0) + _NATIVE_ONES.get(match[2], 0):
            yield "age", born(age, age, day)
    for match in _DECADE.finditer(text):
        yield "age", born(*_DECADES[match[1].lower()], day)
    for match in _DECADE_KO.finditer(text):
        yield "age", born(int(match[1]), int(match[1]) + 9, day)
    for word, name in _CLASS_WORDS.items():
        if re.search(rf"\b{word}\b" if word.isascii() else word, text, re.IGNORECASE):
            yield "age", born(*CLASSES[name], day)


def _births(text: str) -> Iterator[Read]:
    for match in _BORN.finditer(text):
        month = _MONTHS[match[2].lower()] if match[2] else None
        yield from _when("birth", int(match[3]), month, int(match[1]) if match[1] and month else None)
    for match in _BORN_KO.finditer(text):
        year, month, date = (int(part) if part else None for part in match.groups())
        yield from _when("birth", year or dt.MINYEAR, month, date)


def _sexes(text: str) -> Iterator[Read]:
    """Only where one sex is named: 'a woman and her son' tells of two people."""
    named = [sex for sex, pattern in _SEXES.items() if pattern.search(text)]
    if len(named) == 1:
        yield "sex", Among(frozenset(named))


def _dates(text: str) -> Iterator[Read]:
    left = _BORN_KO.sub(" ", _BORN.sub(" ", text))
    for pattern, order in ((_DAY, (3, 2, 1)), (_DAY_US, (3, 1, 2)), (_DAY_ISO, (1, 2, 3)), (_DAY_KO, (1, 2, 3))):
        for match in pattern.finditer(left):
            year, month, date = (match[at] for at in order)
            yield from _when("date", int(year), _month(month), int(date))
        left = pattern.sub(" ", left)
    for match in _PART.finditer(left):
        yield from _part(int(match[3]), _month(match[2]), ("early ", "mid-", "late ").index(match[1].lower()))
    for match in _PART_KO.finditer(left):
        yield from _part(int(match[1]), int(match[2]), ("초순", "중순", "하순").index(match[3]))
    left = _PART_KO.sub(" ", _PART.sub(" ", left))
    for match in _MONTH_ONLY.finditer(left):
        yield from _when("date", int(match[2]), _month(match[1]), None)
    for match in _MONTH_KO.finditer(left):
        yield from _when("date", int(match[1]), int(match[2]), None)


def _places(opened: OpenedCase, text: str) -> Iterator[Read]:
    """Places that the file knows, in any of their ways of writing."""
    folded = f" {fold(text)} "
    for place in _known_places(opened):
        for grain in GRAINS:
            if any(_stands(folded, way) for way in place.ways(grain)):
                yield "place", Where(((grain, place.ways(grain)),))


def _known_places(opened: OpenedCase) -> list[Place]:
    places = [event.place for event in opened.events]
    places += [known.place for person in opened.persons for known in person.whereabouts]
    return list(dict.fromkeys(place for place in places if place))


def _stands(folded: str, way: str) -> bool:
    """As a word; in Hangul and Han, which put particles right behind, anywhere."""
    sought = fold(way).strip()
    return bool(sought) and (f" {sought} " in folded if sought[0].isascii() else sought in folded)


def _counts(text: str) -> Iterator[Read]:
    for pattern in (_PEOPLE, _PEOPLE_KO):
        for match in pattern.finditer(text):
            number, sense = int(match[2].replace(",", "")), (match[1] or "").lower()
            least = sense in _LEAST or match[0].endswith("이상")
            yield "count", HowMany(0 if sense in _MOST else number, None if least else number)


def _when(kind: str, year: int, month: int | None, date: int | None) -> Iterator[Read]:
    try:
        day = dt.date(year, month or 1, date or 1)
    except ValueError:
        return
    first, last, _form = unit(day, "day" if date and month else "month" if month else "year")
    yield kind, Days(first, last)


def _part(year: int, month: int, part: int) -> Iterator[Read]:
    if dt.MINYEAR <= year <= dt.MAXYEAR and 1 <= month <= 12:
        first, last, _form = unit(dt.date(year, month, (1, 10, 20)[part]), "part")
        yield "date", Days(first, last)


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else _MONTHS[text.lower()]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS[text.lower()]
