"""Words of kinship: what somebody is to a person of the case, in English and in Korean.

Korean tells a man's older brother from a woman's (형, 오빠): where the sex of the person is not told, neither may be
said, and neutral words stand instead.
"""

from __future__ import annotations

ENGLISH = {
    "parent": ("parent", "mother", "father"),
    "child": ("child", "daughter", "son"),
    "sibling": ("sibling", "sister", "brother"),
    "older_sibling": ("older sibling", "older sister", "older brother"),
    "younger_sibling": ("younger sibling", "younger sister", "younger brother"),
    "spouse": ("spouse", "wife", "husband"),
    "grandparent": ("grandparent", "grandmother", "grandfather"),
    "grandchild": ("grandchild", "granddaughter", "grandson"),
    "guardian": ("guardian", "guardian", "guardian"),
    "ward": ("child in their care", "child in their care", "child in their care"),
    "family": ("relative", "relative", "relative"),
}
KOREAN = {
    "parent": ("부모", "어머니", "아버지"),
    "child": ("자녀", "딸", "아들"),
    "sibling": ("형제자매", "자매", "형제"),
    "older_sibling": ("손위 형제자매", "손위 여자 형제", "손위 남자 형제"),
    "younger_sibling": ("동생", "여동생", "남동생"),
    "spouse": ("배우자", "아내", "남편"),
    "grandparent": ("조부모", "할머니", "할아버지"),
    "grandchild": ("손주", "손녀", "손자"),
    "guardian": ("보호자", "보호자", "보호자"),
    "ward": ("돌보던 아이", "돌보던 아이", "돌보던 아이"),
    "family": ("친척", "친척", "친척"),
}
_OLDER_OF = {("male", "male"): "형", ("female", "male"): "누나", ("male", "female"): "오빠",
             ("female", "female"): "언니"}  # fmt: skip
_SEXES = ("", "female", "male")


def english(relation: str, sex: str) -> str:
    """'older brother'; ``sex`` of the relative."""
    return ENGLISH[relation][_SEXES.index(sex if sex in _SEXES else "")]


def korean(relation: str, sex: str, of: str = "") -> str:
    """'형', '오빠', or '손위 남자 형제' where the sex ``of`` the person is not told."""
    if relation == "older_sibling" and (sex, of) in _OLDER_OF:
        return _OLDER_OF[sex, of]
    return KOREAN[relation][_SEXES.index(sex if sex in _SEXES else "")]
