"""A line of a release in English, from the rungs that were chosen."""

from __future__ import annotations

from collections.abc import Sequence

from . import ages_en, counts, dates_en, kin
from .places import ABROAD
from .rungs import Form


def of_group(count: Form | None) -> str:
    return f"{_capital(_people(count))} {'is' if _single(count) else 'are'} concerned." if count else ""


def of_event(happened: Form | None, count: Form | None, date: Form | None, place: Form | None) -> str:
    """'At least 31 people were returned by force in China in March 2012.'"""
    if not any((happened, count, date, place)):
        return ""
    who = _people(count) if count else "they"
    said = (happened[1].one if _single(count) else happened[1].many) if happened else ""
    if not said:
        said = "was concerned" if _single(count) else "were concerned"
    parts = [who, said, _at(place), dates_en.adverb(date) if date else ""]
    return f"{_capital(' '.join(part for part in parts if part))}."


def of_person(
    name: Form | None, age: Form | None, sex: str, ties: Sequence[Form], fate: Form | None, place: Form | None,
    birth: Form | None,
) -> str:  # fmt: skip
    """'A woman of 70 is among them. She has a daughter in Seoul.'"""
    noun = ages_en.noun(age or (), sex)
    who = f"{_in(name, 'en')}, {noun}," if name and (age or sex) else _in(name, "en") if name else noun
    where = _at(place)
    said = f"{fate[1].one}{f' {where}' if where else ''}" if fate else f"is among them{f', {where}' if where else ''}"
    about = f"{who} {said}."
    if birth:
        about += f" {_subject(sex)} was born {dates_en.adverb(birth)}." if sex else f" Born {dates_en.adverb(birth)}."
    return _capital(f"{about}{''.join(_ties(ties, sex))}")


def _ties(ties: Sequence[Form], sex: str) -> list[str]:
    """One sentence for the relatives outside, one for those who are members too."""
    subject, has = _subject(sex), "has" if sex else "have"
    told = list(dict.fromkeys(_relative(tie) for tie in ties if tie[3] != "member"))
    inside = list(dict.fromkeys(f"{_article(kin.english(tie[1], tie[2]))}" for tie in ties if tie[3] == "member"))
    said = [f" {subject} {has} {_and(told)}."] if told else []
    if inside:
        verb = "is" if sex else "are"
        said.append(f" {subject} {verb} there together with {_and(inside)}.")
    return said


def _relative(tie: Form) -> str:
    _tie, relation, sex, beside, said = tie
    who = _article(kin.english(relation, sex))
    if beside == "name":
        return f"{who}, {said['en']}"
    if beside == "place":
        return f"{who} {said['en']}" if said["en"] == ABROAD["en"] else f"{who} in {said['en']}"
    return who


def _people(count: Form) -> str:
    return counts.words(count)["en"]


def _single(count: Form | None) -> bool:
    return count is not None and count[0] == "number" and count[2] == 1


def _at(place: Form | None) -> str:
    if not place:
        return ""
    return ABROAD["en"] if place[0] == "abroad" else f"in {dict(place[2])['en']}"


def _in(form: Form | None, language: str) -> str:
    return str(dict(form[1])[language]) if form else ""


def _subject(sex: str) -> str:
    return {"female": "She", "male": "He"}.get(sex, "They")


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
