"""A line of a release in Korean, from the rungs that were chosen."""

from __future__ import annotations

from collections.abc import Sequence

from . import ages_ko, counts, dates_ko, kin
from .korean import josa
from .places import ABROAD
from .rungs import Form


def of_group(count: Form | None) -> str:
    return f"{josa(_people(count), '이')} 이 일을 겪고 있습니다." if count else ""


def of_event(happened: Form | None, count: Form | None, date: Form | None, place: Form | None) -> str:
    """'2012년 3월 중국에서 최소 31명이 강제로 송환되었습니다.'"""
    if not any((happened, count, date, place)):
        return ""
    who = josa(_people(count), "이") if count else "이들이"
    said = happened[1].korean if happened else "이 일을 겪었습니다"
    parts = [dates_ko.adverb(date) if date else "", _at(place), who, said]
    return f"{' '.join(part for part in parts if part)}."


def of_person(
    name: Form | None, age: Form | None, sex: str, ties: Sequence[Form], fate: Form | None, place: Form | None,
    birth: Form | None,
) -> str:  # fmt: skip
    """'70세 여성이 그중에 있습니다. 서울에 딸이 있습니다.'"""
    noun = ages_ko.noun(age or (), sex)
    named = f"{dict(name[1])['ko']} 씨" if name else ""
    who = f"{named}({noun})" if named and (age or sex) else named or noun
    subject = named + f"({noun}){_after(named)}" if named and (age or sex) else josa(who, "이")
    where = _at(place)
    said = fate[1].korean if fate else "그중에 있습니다"
    told = f"{subject} {where + ' ' if where and fate else ''}{said}."
    if where and not fate:
        told = f"{where.removesuffix('서')} 있는 {subject} {said}."
    if birth:
        told += f" {dates_ko.adverb(birth)} 태어났습니다."
    return told + "".join(_ties(ties, sex))


def _ties(ties: Sequence[Form], sex: str) -> list[str]:
    outside = list(dict.fromkeys(_relative(tie, sex) for tie in ties if tie[3] != "member"))
    inside = list(dict.fromkeys(kin.korean(tie[1], tie[2], sex) for tie in ties if tie[3] == "member"))
    said = [f" {josa(_and(outside), '이')} 있습니다."] if outside else []
    return [*said, f" {josa(_and(inside), '과')} 함께 있습니다."] if inside else said


def _relative(tie: Form, of: str) -> str:
    _tie, relation, sex, beside, said = tie
    who = kin.korean(relation, sex, of)
    if beside == "name":
        return f"{who} {said['ko']} 씨"
    return f"{said['ko']}에 {who}" if beside == "place" else who


def _after(named: str) -> str:
    """The particle that follows a name, behind what stands in brackets."""
    return josa(named, "이")[len(named) :]


def _people(count: Form) -> str:
    return counts.words(count)["ko"]


def _at(place: Form | None) -> str:
    if not place:
        return ""
    return f"{ABROAD['ko'] if place[0] == 'abroad' else dict(place[2])['ko']}에서"


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{josa(parts[0], '과')} {_and(parts[1:])}"
