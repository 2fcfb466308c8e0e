"""Who acts, and how the rules say no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Refused(Exception):
    """The rules say no. ``message`` says why and ``remedy`` what to do next; ``facts`` go into the audit with the code.

    None of them holds personal data.
    """

    def __init__(
        self, message: str, remedy: str = "", code: str = "refused", facts: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code
        self.facts = dict(facts or {})

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class NotPermitted(Refused):
    """This person may not do this; views answer as if the thing did not exist."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff with roles, or a named part of the system (``staff_id`` None).

    ``second_factor`` is true while the person has shown their second factor in the last minutes.
    """

    name: str
    staff_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    second_factor: bool = False

    @property
    def person(self) -> int:
        """The id of the member of staff. Raises NotPermitted where a part of the system acts."""
        if self.staff_id is None:
            raise NotPermitted("This takes a person.", code="person")
        return self.staff_id

    def __str__(self) -> str:
        return self.name
