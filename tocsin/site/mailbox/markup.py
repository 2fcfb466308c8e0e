"""Pieces of the mailbox's pages."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from string import Template
from urllib.parse import urlencode

from .store import Entry

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title · Mailbox</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><p><a href="/">Mailbox</a> <span>every mail of the demo; nothing leaves this machine</span></p></header>
<main>
$body
</main>
</body>
</html>
""")


def page(title: str, body: str) -> str:
    """A whole page; ``body`` is markup, ``title`` is text."""
    return _PAGE.substitute(title=escape(title), body=body)


def search_form(to: str, subject: str) -> str:
    return f"""<form class="search" role="search" action="/">
<p><label for="to">Recipient</label><input id="to" name="to" type="search" value="{escape(to)}"></p>
<p><label for="subject">Subject</label><input id="subject" name="subject" type="search" value="{escape(subject)}"></p>
<p><button>Search</button></p>
</form>"""


def mail_list(entries: list[Entry]) -> str:
    if not entries:
        return '<p class="empty">No mail here.</p>'
    return f'<ol class="mails">{"".join(map(_mail_line, entries))}</ol>'


def _mail_line(entry: Entry) -> str:
    return f"""<li><a href="/messages/{entry.number}">
<strong><bdi>{escape(entry.subject) or "(no subject)"}</bdi></strong>
<span class="to"><bdi>{escape(", ".join(entry.recipients))}</bdi></span>
{moment(entry.received)}</a></li>
"""


def moment(received: str) -> str:
    """A time of arrival for people and machines."""
    return f'<time datetime="{escape(received)}">{escape(received[:19].replace("T", " "))} UTC</time>'


def pager(number: int, pages: int, to: str, subject: str) -> str:
    """Links to the newer and older pages, keeping the search."""
    if pages < 2:
        return ""

    def link(target: int, words: str) -> str:
        if not 1 <= target <= pages:
            return f"<span>{words}</span>"
        asked = {"to": to, "subject": subject, "page": str(target)}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f'<a href="/?{escape(query)}">{words}</a>'

    middle = f"<span>Page {number} of {pages}</span>"
    return f'<nav class="pager" aria-label="Pages">{link(number - 1, "Newer")}{middle}{link(number + 1, "Older")}</nav>'


def definition_list(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd><bdi>{escape(value)}</bdi></dd></div>" for name, value in pairs)
    return f"<dl>{rows}</dl>"
