"""A page ready to be sent: each coding of it with its whole head, made when the window is refreshed."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.front.encodings import compress
from tocsin.front.shapes import etag_of

from . import slots
from .asgi import Answer, Headers
from .headers import NEVER, SECURITY, cache_control, plain
from .negotiation import BROTLI, GZIP, IDENTITY
from .rows import Row

TAGS = {IDENTITY: b"", GZIP: b"-gz", BROTLI: b"-br"}
RETRY = (b"retry-after", b"5")


@dataclass(frozen=True, slots=True)
class Page:
    """``answers`` and ``unchanged`` (its 304) by content coding; ``figures``: addresses whose digits it shows."""

    row: Row
    status: int
    answers: dict[bytes, Answer] = field(repr=False)
    etags: dict[bytes, bytes] = field(default_factory=dict)
    unchanged: dict[bytes, Answer] = field(default_factory=dict, repr=False)
    figures: frozenset[str] = frozenset()

    def body_as(self, status: int, coding: bytes, *more: tuple[bytes, bytes]) -> Answer:
        """This page's bytes under another status, kept by no cache."""
        said = self.answers.get(coding, self.answers[IDENTITY])
        kept = [
            (name, value) for name, value in said.headers if name not in (b"cache-control", b"etag", b"retry-after")
        ]
        return Answer(status, ((b"cache-control", NEVER), *more, *kept), said.body)


def prepare(row: Row, guard_version: int, figures: slots.Figures) -> Page:
    """The page of a row. Without a current verdict a page is withheld (503) and a dark one loses its words."""
    if not row.may_be_served(guard_version):
        return withheld(row)
    if not row.body and row.status != 200:
        return _wordless(row)
    forms = _forms(row, figures)
    paths = slots.figure_paths(row.body) if row.slots else frozenset()
    answers, etags, unchanged = {}, {}, {}
    for coding, body in forms.items():
        tag = b'"' + etag_of(forms[IDENTITY]).encode() + TAGS[coding] + b'"'
        head = _head(row, tag, varies=len(forms) > 1)
        own: Headers = ((b"content-encoding", coding),) if coding else ()
        kind: Headers = (
            (b"content-type", row.content_type.encode("ascii")),
            (b"content-length", str(len(body)).encode()),
        )
        answers[coding] = Answer(row.status, (*kind, *own, *head), body)
        if row.status == 200:
            etags[coding], unchanged[coding] = tag, Answer(304, head)
    return Page(row, row.status, answers, etags, unchanged, paths)


def _forms(row: Row, figures: slots.Figures) -> dict[bytes, bytes]:
    body, zipped, brewed = row.body, row.gzip, row.brotli
    if row.slots:
        body = slots.fill(row.body, row.language, figures)
    if row.slots or row.source == "worker":
        zipped, brewed = compress(body, row.content_type, hard=False)
    forms = {IDENTITY: body, GZIP: zipped, BROTLI: brewed}
    return {coding: form for coding, form in forms.items() if form is not None}


def _head(row: Row, tag: bytes, *, varies: bool) -> Headers:
    figures = row.source == "worker"
    counted = row.slots or figures
    cache = cache_control(row.path, status=row.status, released=row.released, counted=counted)
    head: list[tuple[bytes, bytes]] = [(b"cache-control", cache)]
    if row.status == 200:
        head.append((b"etag", tag))
    if varies:
        head.append((b"vary", b"accept-encoding"))
    if row.language:
        head.append((b"content-language", row.language.encode("ascii", "ignore")))
    if figures:
        head.append((b"access-control-allow-origin", b"*"))  # open data
    head += [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in row.headers.items()]
    return (*head, *SECURITY)


def withheld(row: Row) -> Page:
    """What stands in a row's place when its bytes may not be shown: 503, or its own status without its words."""
    if row.status != 200:
        return _wordless(row)
    return Page(row, 503, {IDENTITY: plain(503, "One moment, please.\n", RETRY)})


def _wordless(row: Row) -> Page:
    text = "Gone.\n" if row.status == 410 else "Not found.\n"
    return Page(row, row.status, {IDENTITY: plain(row.status, text)})
