"""English nouns for somebody of an age and a sex: 'a woman of 70', 'a teenage girl', 'an adult'."""

from __future__ import annotations

from .rungs import Form

OLDEST = 120
GROWN_UP = 18
_PERSON = {"female": "woman", "male": "man"}
_CHILD = {"female": "girl", "male": "boy"}
_THEIR = {"female": "her", "male": "his"}
_DECADES = {
    20: "twenties", 30: "thirties", 40: "forties", 50: "fifties", 60: "sixties", 70: "seventies", 80: "eighties",
    90: "nineties", 100: "hundreds", 110: "hundreds",
}  # fmt: skip
_CLASSES = {
    "baby": ("a baby", "a baby {child}"),
    "young_child": ("a young child", "a young {child}"),
    "child": ("a child", "a {child}"),
    "teenager": ("a teenager", "a teenage {child}"),
    "young_person": ("a young person", "a young {person}"),
    "young_adult": ("a young adult", "a young {person}"),
    "middle_aged": ("a middle-aged person", "a middle-aged {person}"),
    "elderly": ("an elderly person", "an elderly {person}"),
    "adult": ("an adult", "a {person}"),
}
_ONLY_SEX = {"female": "a woman or girl", "male": "a man or boy"}


def noun(form: Form, sex: str = "") -> str:
    """``form``: ('aged', low, high), ('decade', 70), ('class', name), or nothing."""
    if not form:
        return _ONLY_SEX.get(sex, "a person")
    if form[0] == "class":
        plain, sexed = _CLASSES[form[1]]
        return sexed.format(child=_CHILD[sex], person=_PERSON[sex]) if sex in _PERSON else plain
    if form[0] == "decade":
        if form[1] >= 100:
            return f"{_who(sex, grown=True)} of over a hundred"
        return f"{_who(sex, grown=True)} in {_THEIR.get(sex, 'their')} {_DECADES[form[1]]}"
    return _aged(form[1], form[2], sex)


def _aged(low: int, high: int, sex: str) -> str:
    who = _who(sex, grown=low >= GROWN_UP) if high < GROWN_UP or low >= GROWN_UP else _either(sex)
    if low == high == 0:
        return f"{noun(('class', 'baby'), sex)} not yet a year old"
    if low == high:
        return f"{who} of {low}"
    if high >= OLDEST:
        return f"{who} of at least {low}" if low else who
    if low == 0:
        return f"{who} of at most {high}"
    return f"{who} aged {low} or {high}" if high == low + 1 else f"{who} aged between {low} and {high}"


def _who(sex: str, *, grown: bool) -> str:
    if grown:
        return f"a {_PERSON.get(sex, 'person')}"
    return f"a {_CHILD.get(sex, 'child')}"


def _either(sex: str) -> str:
    """For ages on both sides of eighteen."""
    return {"female": "a girl or woman", "male": "a boy or man"}.get(sex, "a person")
