"""Invented identifiers for the bench: names as case files hold them, and telephone numbers, addresses, days, documents.

The same at each run. Nobody is meant: syllables and figures are drawn by lot.
"""

from __future__ import annotations

import random

from tocsin.disclosure.guard_index import Sealed

SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도"
)
FIRST = (
    "영정성현수민지은경상동재준미혜선옥순춘금명철광창용태병종기승희숙원윤"
    "주유인하호훈규덕복길남대만봉석세소신연예우월율응의일자"
)
SECOND = (
    "희수자숙철호민영진미경순옥남일국혁식용성훈현우준석주연란심실금녀복길"
    "만선은정화련향범환태택근권규균기년동덕래명모목문배병봉"
)
LATIN_SURNAMES = ("Kim", "Lee", "Park", "Choe", "Jong", "Kang", "Jo", "Yun", "Jang", "Rim", "Han", "O", "So", "Sin")
LATIN = ("Yong", "Chol", "Myong", "Kyong", "Song", "Hyon", "Jun", "Sun", "Kum", "Ok", "Hui", "Il", "Nam", "Su", "Ho")
HAN_SURNAMES, HAN = (
    "李王張劉陳楊趙黃周吳徐孫馬朱胡林郭何高羅",
    "偉芳娜敏靜麗強磊軍洋勇艷傑娟濤明超秀英華文玉建國平志紅春梅",
)
OTHERS = (
    ("Ivan", "Sergei", "Anna", "Olga", "Pavel", "Tursun", "Ilham", "Yusuf", "Karim", "Leyla", "Thein", "Tenzin"),
    ("Sokolov", "Morozova", "Orlov", "Lebedev", "Tohti", "Rahman", "Haddad", "Nasser", "Myint", "Dorje", "Rojas"),
)  # fmt: skip


def identifiers(number: int) -> list[Sealed]:
    """Three quarters names (most of them in Hangul), the others of every kind. Owners are their numbers."""
    lot = random.Random(2012)  # noqa: S311 (invented data)
    made: dict[str, str] = {}
    while len(made) < number:
        kind, text = _one(lot, len(made))
        made.setdefault(text, kind)
    return [Sealed(at, kind, text) for at, (text, kind) in enumerate(made.items())]


def _one(lot: random.Random, at: int) -> tuple[str, str]:
    match at % 20:
        case 15 | 16:
            return "phone", f"+82 10-{lot.randrange(2000, 9999)}-{lot.randrange(10000):04}"
        case 17:
            return "email", f"{lot.choice(LATIN).lower()}{lot.randrange(10**6)}@example.org"
        case 18:
            return "birth", f"{lot.randrange(1925, 2012)}-{lot.randrange(1, 13):02}-{lot.randrange(1, 29):02}"
        case 19:
            return "document", f"{lot.choice('MKDR')}{lot.randrange(10**7, 10**8)}"
        case 11 | 12 | 13:
            syllables = "-".join((lot.choice(LATIN), lot.choice(LATIN).lower()))
            return "name", f"{lot.choice(LATIN_SURNAMES)} {syllables}{lot.choice(('', '', lot.choice(LATIN).lower()))}"
        case 14:
            if at % 40 == 14:
                return "name", f"{lot.choice(OTHERS[0])} {lot.choice(OTHERS[0])} {lot.choice(OTHERS[1])}"
            return "name", lot.choice(HAN_SURNAMES) + lot.choice(HAN) + lot.choice(HAN)
        case _:
            return "name", lot.choice(SURNAMES) + lot.choice(FIRST) + lot.choice(SECOND)
