"""Reports from the public: taken in with their files, sealed to the desk, and answered through their receipt code.

The code is made here, shown once in an answer that no cache keeps, and forgotten. It is never in an address, and
nothing of it but what follows from it (``receipts``) leaves this process. Whoever comes back types it; the blob of our
answers is opened in memory and written into the page, which has the same length whatever is in it.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import quote

import msgspec

from tocsin.core.code_words import new_code
from tocsin.core.sealing import SealKey
from tocsin.front import bundles, payloads, receipts
from tocsin.front.bundles import Bundle
from tocsin.front.payloads import ReportPart
from tocsin.front.problems import Invalid
from tocsin.front.receipts import Receipt
from tocsin.front.report_forms import read_code, read_more, read_report

from . import forms, report_pages
from .asgi import Answer, Receive, Request
from .forms import Rejected
from .headers import NEVER, plain, redirect
from .letterbox import Busy, Letterbox, LetterboxRow
from .origin import is_foreign
from .uploads import Budget, Upload, read_upload
from .window import Window

AT_ONCE, WAITING = 2, 16
"""Codes that are worked on at one time (each takes 64 MiB and a core), and that may wait for it."""
ROWS_AT_ONCE = 8
"""Rows of one bundle that go into the letterbox together, so that a large one holds up nobody."""

_ADDRESS = re.compile(r"/(?P<lang>[A-Za-z-]{2,12})/report/(?P<rest>|return/|more/|received/|answers/|added/)")
# The pages that only a form leads to, and where somebody is sent who types their addresses.
_AFTER = {"received/": "", "answers/": "return/", "more/": "return/", "added/": "return/"}
# The pages without which nothing is taken: a report whose code could not be shown would be lost to its reporter.
_NEEDED = {"": ("", "received/"), "return/": ("return/", "answers/"), "more/": ("return/", "answers/", "added/")}


@dataclass(slots=True)
class Reports:
    """Beside the letterbox's slot for everything else."""

    window: Window
    letterbox: Letterbox
    seal: SealKey
    origins: frozenset[str]
    budget: Budget = field(default_factory=Budget)
    _deriving: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _packing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    _waiting: int = 0

    def elsewhere(self, request: Request) -> Answer | None:
        """What a GET gets at the addresses that only a form leads to; None for all others."""
        if receipts.is_blob(request.path):
            return self.window.not_found(request)
        language, rest = self._place(request)
        there = f"/{language}/report/{_AFTER.get(rest, '')}"
        if rest in _AFTER and self.window.is_live(there):
            return redirect(303, quote(there), (b"cache-control", NEVER))
        return None

    async def answer(self, request: Request, receive: Receive) -> Answer | None:
        """The answer to a POST; None where the address is not ours."""
        language, rest = self._place(request)
        ways = {"": self._report, "return/": self._return, "more/": self._more}
        if not language or rest not in ways:
            return None
        for page in _NEEDED[rest]:
            closed = self.window.not_live(request, f"/{language}/report/{page}")
            if closed is not None:
                return closed
        try:
            if is_foreign(request, self.origins):
                raise Rejected(403, "This form was sent by another site.")
            return await ways[rest](request, receive, language)
        except Rejected as rejected:
            return plain(rejected.status, rejected.reason + "\n")
        except Busy:
            return self.window.busy(request)

    def _place(self, request: Request) -> tuple[str, str]:
        """The language, and what follows ``report/``; no language where the address is another's."""
        found = _ADDRESS.fullmatch(request.path)
        if found is None or found["lang"] not in self.window.languages:
            return "", ""
        return found["lang"], found["rest"]

    async def _report(self, request: Request, receive: Receive, language: str) -> Answer:
        with self.budget.share() as share:
            upload = await read_upload(request, receive, share)
            try:
                report = read_report(upload.fields, upload.files, cut=upload.cut)
            except Invalid as invalid:
                form = f"/{language}/report/"
                return report_pages.again(self.window, form, upload.fields, invalid.problems, padded=False)
            code = new_code()
            await self._put(report, await self._derive(code), language)
        return report_pages.fill(self.window, f"/{language}/report/received/", {"code": code})

    async def _return(self, request: Request, receive: Receive, language: str) -> Answer:
        """Our answers. A wrong code gets the very page that a right one without an answer gets."""
        form = await forms.read_form(request, receive)
        if forms.media_type(request) != forms.FORM:
            raise Rejected(415, "Send this as a form, in UTF-8.")
        try:
            code = read_code(form.fields)
        except Invalid as invalid:
            return self._mistyped(language, form.fields, invalid)
        return await self._show(code, await self._derive(code), language)

    async def _more(self, request: Request, receive: Receive, language: str) -> Answer:
        with self.budget.share() as share:
            upload = await read_upload(request, receive, share)
            try:
                code = read_code(upload.fields)
            except Invalid as invalid:
                return self._mistyped(language, upload.fields, invalid)
            receipt = await self._derive(code)
            try:
                more = read_more(upload.fields, upload.files, cut=upload.cut)
            except Invalid as invalid:
                return await self._show(code, receipt, language, upload, invalid)
            await self._put(more, receipt, language)
        return report_pages.fill(self.window, f"/{language}/report/added/", {"code": code})

    async def _show(
        self,
        code: str,
        receipt: Receipt,
        language: str,
        upload: Upload | None = None,
        invalid: Invalid | None = None,
    ) -> Answer:
        path = f"/{language}/report/answers/"
        answers = report_pages.answers_for(self.window, receipt)
        values = {"code": code, "answers": report_pages.words_of(self.window, path, language, answers)}
        if upload is None or invalid is None:
            return report_pages.fill(self.window, path, values, padded=True)
        values["text"] = upload.fields.get("text", "")
        return report_pages.again(self.window, path, values, invalid.problems, padded=True)

    def _mistyped(self, language: str, fields: dict[str, str], invalid: Invalid) -> Answer:
        form = f"/{language}/report/return/"
        return report_pages.again(self.window, form, fields, invalid.problems, padded=False)

    async def _derive(self, code: str) -> Receipt:
        """Raises Busy where too many wait for the same."""
        if self._waiting >= WAITING:
            raise Busy("too many codes at once")
        self._waiting += 1
        try:
            async with self._deriving:
                return await asyncio.to_thread(receipts.derive, code)
        finally:
            self._waiting -= 1

    async def _put(self, said: Bundle, receipt: Receipt, language: str) -> None:
        """Return once every row of the bundle is kept. Raises Busy: then the desk forgets the rows that were."""
        at = int(time.time())
        bundle = msgspec.structs.replace(said, lookup=receipt.lookup, public=receipt.key.seal_key.public)
        async with self._packing:
            parts = await asyncio.to_thread(bundles.split, bundle, language=language, at=at)
            for start in range(0, len(parts), ROWS_AT_ONCE):
                rows = await asyncio.to_thread(self._sealed, parts[start : start + ROWS_AT_ONCE])
                await asyncio.gather(*(self.letterbox.put(row) for row in rows))

    def _sealed(self, parts: list[ReportPart]) -> list[LetterboxRow]:
        return [LetterboxRow("report", part.at, self.seal.seal(payloads.encode(part))) for part in parts]
