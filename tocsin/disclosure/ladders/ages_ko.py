"""Korean nouns for somebody of an age and a sex: '70세 여성', '70대 여성', '고령의 여성', '다섯 살 아이'."""

from __future__ import annotations

from .korean import years_old
from .rungs import Form

OLDEST = 120
LAST_CHILD, LAST_TEEN = 12, 19
_SEX = {"female": "여성", "male": "남성"}
_CHILD = {"female": "여자아이", "male": "남자아이"}
_TEEN = {"female": "여자 청소년", "male": "남자 청소년"}
_CLASSES = {
    "baby": ("아기", {"female": "여자 아기", "male": "남자 아기"}),
    "young_child": ("어린아이", {"female": "어린 여자아이", "male": "어린 남자아이"}),
    "child": ("아동", {"female": "여자 아동", "male": "남자 아동"}),
    "teenager": ("십 대 청소년", {"female": "십 대 여자 청소년", "male": "십 대 남자 청소년"}),
    "young_person": ("젊은이", {"female": "젊은 여성", "male": "젊은 남성"}),
    "young_adult": ("청년", {"female": "젊은 여성", "male": "젊은 남성"}),
    "middle_aged": ("중년의 사람", {"female": "중년 여성", "male": "중년 남성"}),
    "elderly": ("고령자", {"female": "고령의 여성", "male": "고령의 남성"}),
    "adult": ("성인", {"female": "성인 여성", "male": "성인 남성"}),
}


def noun(form: Form, sex: str = "") -> str:
    """``form`` as in English. Under 18 it is '아동' (Child Welfare Act), since '아이' would be a small one."""
    if not form:
        return _SEX.get(sex, "한 사람")
    if form[0] == "class":
        plain, sexed = _CLASSES[form[1]]
        return sexed.get(sex, plain)
    if form[0] == "decade":
        return f"100세가 넘은 {_SEX.get(sex, '사람')}" if form[1] >= 100 else f"{form[1]}대 {_SEX.get(sex, '사람')}"
    return _aged(form[1], form[2], sex)


def _aged(low: int, high: int, sex: str) -> str:
    who = _who(high, sex)
    if low == high == 0:
        return f"돌이 안 된 {noun(('class', 'baby'), sex)}"
    if low == high:
        return f"{years_old(low)} {who}" if high <= LAST_CHILD else f"{low}세 {who}"
    if high >= OLDEST:
        return f"{low}세 이상의 {who}" if low else who
    if low == 0:
        return f"{high}세 이하의 {who}"
    return f"{low}~{high}세 {who}"


def _who(oldest: int, sex: str) -> str:
    if oldest <= LAST_CHILD:
        return _CHILD.get(sex, "아이")
    if oldest <= LAST_TEEN:
        return _TEEN.get(sex, "청소년")
    return _SEX.get(sex, "사람")
