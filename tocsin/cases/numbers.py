"""A case's number: nine random digits, so that it can be said on the telephone in any language and tells nothing."""

from __future__ import annotations

import secrets

from .models import Case
from .models.access import CaseNumber

DIGITS = 9
GROUP = 3


def give(case: Case) -> CaseNumber:
    """Give a new case its number, which no other case has or had."""
    digits = _draw()
    while CaseNumber.objects.filter(digits=digits).exists():
        digits = _draw()
    return CaseNumber.objects.create(case=case, digits=digits)


def spoken(digits: str) -> str:
    """``482177306`` as ``482-177-306``."""
    return "-".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def read(said: str) -> str:
    """The digits of what somebody typed, however they grouped them (full-width digits too)."""
    return "".join(str(int(character)) for character in said if character.isdecimal())[: DIGITS + 1]


def _draw() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
