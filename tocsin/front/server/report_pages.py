"""The pages that answer a report's form: filled in memory, kept by no cache, and of a length that tells nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from babel.dates import format_date

from tocsin.core.sealing import SealingError
from tocsin.front import receipts
from tocsin.front.problems import PROBLEMS
from tocsin.front.receipts import Receipt

from . import slots
from .asgi import Answer, Headers
from .headers import NEVER, SECURITY, plain
from .pages import RETRY, Page
from .window import Window

STEP = 32 * 1024
"""Pages that show answers have a multiple of so many bytes."""


def fill(window: Window, path: str, values: Mapping[str, str], *, padded: bool = False) -> Answer:
    """A published page with these values in its slots."""
    return _filled(window, path, 200, slots.Filling(values, {}), padded=padded)


def again(window: Window, path: str, values: Mapping[str, str], problems: Mapping[str, str], *, padded: bool) -> Answer:
    """The page with its form as it was filled in, and what is wrong with it."""
    page = window.page(path)
    messages = page.row.messages if page is not None else {}
    texts = {name: messages.get(key, PROBLEMS[key]) for name, key in problems.items()}
    return _filled(window, path, 422, slots.Filling(values, texts), padded=padded)


def words_of(window: Window, path: str, language: str, answers: Sequence[receipts.Answer]) -> str:
    """Our answers as one text, the newest first; one sentence where there is none."""
    if not answers:
        page = window.page(path)
        messages = page.row.messages if page is not None else {}
        return messages.get("answers.none", PROBLEMS["answers.none"])
    said = [f"{format_date(each.day, 'long', locale=language)}\n\n{each.text}" for each in reversed(answers)]
    return "\n\n· · ·\n\n".join(said)


def answers_for(window: Window, receipt: Receipt) -> list[receipts.Answer]:
    """What stands in the window for a receipt; nothing where there is none, or where it does not open."""
    page = window.page(receipts.path_of(receipt.lookup))
    blob = page.row.body if page is not None and page.status == 200 else receipts.NOBODYS
    try:
        return receipts.open_answers(receipt.key, blob)
    except SealingError:
        return []


def _filled(window: Window, path: str, status: int, filling: slots.Filling, *, padded: bool) -> Answer:
    page = window.page(path)
    if page is None or page.status != 200 or not page.row.slots:
        return plain(503, "One moment, please.\n", RETRY)
    body = window.filled(page, filling)
    if padded:
        spaces = " " * (-len(body) % STEP)
        body = window.filled(page, slots.Filling({**filling.values, "padding": spaces}, filling.problems))
    return Answer(status, _head(page, body), body)


def _head(page: Page, body: bytes) -> Headers:
    return (
        (b"content-type", page.row.content_type.encode("ascii")),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", NEVER),
        (b"content-language", page.row.language.encode("ascii")),
        *SECURITY,
    )
