"""Pages of 100 kB for the bench: prose of the corpora as a page of ours has it, with head, menu, links and footer."""

from __future__ import annotations

import html
from pathlib import Path

CORPORA = Path(__file__).parent / "corpora"
SIZE = 100_000
HEAD = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{number}</title>
<meta name="description" content="31"><link rel="stylesheet" href="/static/site.css"></head><body>
<header><nav><a href="/{language}/">1</a> <a href="/{language}/news/">2</a></nav></header><main>
"""


def prose(language: str) -> list[str]:
    """The paragraphs of one corpus."""
    text = (CORPORA / f"prose.{language}.txt").read_text(encoding="utf-8")
    return [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]


def page(language: str, number: int) -> bytes:
    """A page of 100 kB of HTML; each number begins at another paragraph."""
    paragraphs = prose(language)
    at, said = number * 37 % len(paragraphs), [HEAD.format(language=language, number=number)]
    size = len(said[0])
    while size < SIZE:
        words = html.escape(paragraphs[at % len(paragraphs)])
        link = f'<p><a href="/{language}/news/{at}/" title="{at}">…</a></p>' if at % 5 == 0 else ""
        said.append(f'<p class="line">{words}</p>\n{link}')
        size += len(said[-1].encode())
        at += 1
    return "".join(said).encode()[:SIZE].decode(errors="ignore").encode() + b"</main></body></html>"
