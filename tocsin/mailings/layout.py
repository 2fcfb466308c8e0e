"""A letter's look: one quiet column in MJML, and the plain part written from the same blocks.

Both parts keep splice marks (``%%name%%``) as they are. No picture, no web font, nothing that is fetched.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import mrml

from .blocks import NAMED_LINK, Block, Button, Points

FONTS = (
    "-apple-system, 'Segoe UI', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', Roboto, Helvetica, sans-serif"
)
INK, QUIET, PAPER, LINE, ACCENT = "#1d1f23", "#5b616b", "#ffffff", "#d9d5cc", "#8a2b1f"
_COLUMNS = 76  # of the plain part; Hangul takes two each
_URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")


@dataclass(frozen=True)
class Sheet:
    """What stands on a letter, in order; ``footer`` paragraphs are small, ``leave`` is the unsubscribe link's label."""

    language: str
    subject: str
    preheader: str
    heading: str
    blocks: Sequence[Block]
    read_more: str
    footer: Sequence[str]
    leave: str = ""


def to_html(sheet: Sheet) -> str:
    """The HTML part."""
    body = "".join(_block(block, sheet) for block in sheet.blocks)
    leave = f'<mj-text {_SMALL}><a href="%%unsubscribe%%" style="color:{QUIET}">{escape(sheet.leave)}</a></mj-text>'
    footer = "".join(f"<mj-text {_SMALL}>{_words(text)}</mj-text>" for text in sheet.footer)
    output = mrml.to_html(
        f'<mjml lang="{sheet.language}" dir="ltr"><mj-head><mj-title>{escape(sheet.subject)}</mj-title>'
        f"<mj-preview>{escape(sheet.preheader)}</mj-preview><mj-attributes>"
        f'<mj-all font-family="{FONTS}" />'
        f'<mj-text font-size="16px" line-height="1.6" color="{INK}" padding="0 24px 16px" />'
        f'</mj-attributes></mj-head><mj-body background-color="{PAPER}" width="560px">'
        f'<mj-section padding="28px 0 0"><mj-column><mj-text font-size="14px" font-weight="600" color="{ACCENT}">'
        f"{escape(sheet.heading)}</mj-text>{body}"
        f'<mj-divider border-width="1px" border-color="{LINE}" padding="12px 24px 16px" />'
        f"{footer}{leave if sheet.leave else ''}</mj-column></mj-section></mj-body></mjml>",
        render_options=mrml.RenderOptions(disable_comments=True, fonts={}),
    )
    return str(output.content)


_SMALL = f'font-size="13px" line-height="1.5" color="{QUIET}" padding="0 24px 8px"'


def _block(block: Block, sheet: Sheet) -> str:
    if isinstance(block, Points):
        items = "".join(f'<li style="margin:0 0 6px">{_kept(item, sheet)}</li>' for item in block.items)
        return f'<mj-text><ul style="margin:0;padding:0 0 0 20px">{items}</ul></mj-text>'
    if isinstance(block, Button):
        label = escape(block.label or sheet.read_more)
        return (
            f'<mj-button align="left" href="{escape(block.url)}" background-color="{ACCENT}" color="#ffffff"'
            ' font-size="16px" font-weight="600" border-radius="4px" inner-padding="12px 20px"'
            f' padding="4px 24px 20px">{label}</mj-button>'
        )
    return f"<mj-text>{_kept(block.text, sheet)}</mj-text>"


def _kept(text: str, sheet: Sheet) -> str:
    """Korean lines break between words."""
    words = _words(text)
    return (
        f'<span style="word-break:keep-all;overflow-wrap:anywhere">{words}</span>' if sheet.language == "ko" else words
    )


def _words(text: str) -> str:
    """Escaped, with line ends kept and links that can be followed."""
    parts, at = [], 0
    for link in NAMED_LINK.finditer(text):
        parts += [_bare(text[at : link.start()]), _anchor(link["url"], link["label"])]
        at = link.end()
    return "".join([*parts, _bare(text[at:])]).replace("\n", "<br />")


def _bare(text: str) -> str:
    parts, at = [], 0
    for link in _URL.finditer(text):
        parts += [escape(text[at : link.start()]), _anchor(link.group(), link.group())]
        at = link.end()
    return "".join([*parts, escape(text[at:])])


def _anchor(url: str, label: str) -> str:
    return f'<a href="{escape(url)}" style="color:{ACCENT}">{escape(label)}</a>'


def to_text(sheet: Sheet) -> str:
    """The plain part: paragraphs folded at 76 columns, links on lines of their own."""
    pieces = [sheet.heading, *(_plain(block, sheet) for block in sheet.blocks), "--"]
    pieces += [_fold(text, sheet) for text in sheet.footer]
    if sheet.leave:
        pieces.append(f"{sheet.leave}:\n%%unsubscribe%%")
    return "\n\n".join(pieces) + "\n"


def _plain(block: Block, sheet: Sheet) -> str:
    if isinstance(block, Points):
        return "\n".join(_fold(item, sheet, "- ", "  ") for item in block.items)
    if isinstance(block, Button):
        return f"{block.label or sheet.read_more}:\n{block.url}"
    named = NAMED_LINK.sub(lambda link: f"{link['label']}\n{link['url']}", block.text)
    return "\n".join(_fold(line, sheet) for line in named.split("\n"))


def _fold(text: str, sheet: Sheet, first: str = "", then: str = "") -> str:
    width = _COLUMNS // 2 if sheet.language == "ko" else _COLUMNS
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )
