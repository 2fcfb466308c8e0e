"""From a template to bytes, in one language, without any request: the same bytes for everyone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from tocsin.front.figures import count_path

from . import assets
from .organisation import Organisation, organisation

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
_MARK = secrets.token_hex(8)
_NATIVE = {"en": "English", "ko": "한국어"}


@dataclass(frozen=True)
class Alternate:
    """The same page in another language."""

    language: str
    name: str
    path: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """What surrounds every page. ``paths``: the page's address by language, where it exists.

    ``private``: not for search engines, since it belongs to what one person does.
    """

    language: str
    paths: Mapping[str, str]
    private: bool
    organisation: Organisation = field(default_factory=organisation)
    style: str = field(default_factory=assets.style_path)
    mark: str = field(default_factory=assets.mark_path)

    @property
    def path(self) -> str:
        return self.paths[self.language]

    @property
    def url(self) -> str:
        return self.organisation.url + self.path

    @property
    def root(self) -> str:
        return f"/{self.language}/"

    @property
    def alternates(self) -> list[Alternate]:
        """Every language of the site: this page where it exists in it, else that language's home."""
        return [
            Alternate(code, _NATIVE.get(code, code), self.paths.get(code, f"/{code}/"), code == self.language)
            for code in LANGUAGES
        ]

    @property
    def same(self) -> list[Alternate]:
        """Only those in which this very page exists."""
        return [each for each in self.alternates if each.language in self.paths]


def everywhere(rest: str) -> dict[str, str]:
    """The paths of a page that exists in all languages: ``/LANGUAGE/REST``."""
    return {code: f"/{code}/{rest}" for code in LANGUAGES}


def frame(language: str, paths: Mapping[str, str], *, private: bool = False) -> Frame:
    return Frame(language, paths, private)


def render(template: str, frame: Frame, **context: Any) -> bytes:
    """The template's bytes under the frame's language, the dates and numbers included.

    ``{{ slot }}`` opens and closes a slot of the front. Where anybody's words hold the same marks, they are written
    as character references, so that nobody but a template makes slots.
    """
    with translation.override(frame.language):
        page = render_to_string(f"pages/{template}", {"frame": frame, "slot": _MARK, **context})
    return page.replace("%%", "&#37;&#37;").replace(_MARK, "%%").encode()


@dataclass(frozen=True)
class FigureSlots:
    """The slots of a campaign's total: with its digits grouped, and raw."""

    grouped: str
    raw: str


def figure_slots(campaign: str) -> FigureSlots:
    """Of a campaign by its slug."""
    figure = f"{_MARK}figure:{count_path(campaign)}#signatures"
    return FigureSlots(f"{figure}|grouped{_MARK}", f"{figure}|raw{_MARK}")
