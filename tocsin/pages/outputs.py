"""What a page becomes in the window: bytes at addresses. The modules that make them register themselves here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

HTML = "text/html; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Output:
    """Bytes at an address, with all that ``front.publishing.put_page`` asks about them.

    ``releases``: those whose words are in it: it goes dark with any of them. ``lasting``: it stays when its page
    is taken back.
    """

    path: str
    language: str
    body: bytes = field(repr=False)
    content_type: str = HTML
    status: int = 200
    releases: frozenset[UUID] = frozenset()
    slots: bool = False
    messages: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    lasting: bool = False
    origins: frozenset[str] = frozenset()


Renderer = Callable[[Any], Iterable[Output]]
R = TypeVar("R", bound=Renderer)

_renderers: dict[str, Renderer] = {}


def renders(kind: str) -> Callable[[R], R]:
    """Register the function that yields a page's outputs, its own address first; ``kind`` is the model's name.

    It raises Refused where the page may not be published.
    """

    def register(function: R) -> R:
        _renderers[kind] = function
        return function

    return register


def outputs_of(page: Any) -> list[Output]:
    """Everything that a page is in the window, as it stands. Raises Refused."""
    return list(_renderers[type(page).__name__](page))
