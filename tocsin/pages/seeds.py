"""What the first pages say until the organisation's editors write their own: home, blog, privacy and imprint."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from django.utils.html import escape

from .organisation import organisation


class Seed(NamedTuple):
    title: str
    text: str


HOME = {
    "en": Seed(
        "When a life depends on being seen",
        "A tocsin is the bell that is rung to call people together when someone is in danger. We ring it only when "
        "the family asks us to.",
    ),
    "ko": Seed(
        "누군가의 목숨이 우리의 눈길에 달려 있을 때",
        "경종은 누군가 위험에 빠졌을 때 사람들을 불러 모으는 종입니다. 우리는 가족이 원할 때에만 그 종을 울립니다.",
    ),
}
BLOG = {"en": "News", "ko": "소식"}
TEXTS = ("privacy", "imprint")

_FOLDER = Path(__file__).resolve().parent / "texts"


def text(slug: str, language: str) -> dict[str, Any]:
    """Title and body (StreamField's own data) of one of TEXTS, with the organisation's particulars filled in.

    In the file the first line is the title, one that begins with '#' a heading, and any other a paragraph.
    """
    ours = organisation()
    filled = (_FOLDER / f"{slug}.{language}.txt").read_text(encoding="utf-8")
    filled = filled.format(name=ours.name, address=ours.address, email=ours.email)
    title, *lines = [line for line in filled.splitlines() if line]
    return {"title": title, "body": [_block(line) for line in lines]}


def _block(line: str) -> tuple[str, str]:
    heading = line.startswith("# ")
    return ("heading", line[2:]) if heading else ("paragraph", f"<p>{escape(line)}</p>")
