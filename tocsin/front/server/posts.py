"""What is done with a POST: checked, sealed, put into the letterbox, and only then acknowledged."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from tocsin.core.links import BadLink, ExpiredLink, Link, LinkVerifier
from tocsin.core.sealing import SealKey
from tocsin.core.sessions import SessionSeal
from tocsin.front import payloads
from tocsin.front.payloads import AnyPayload
from tocsin.front.problems import PROBLEMS, Invalid

from . import forms, received, sharing, signers_receipt, slots
from .addresses import Place, find
from .asgi import Answer, Headers, Receive, Request
from .forms import Form, Rejected
from .headers import NEVER, SECURITY, json, plain, redirect
from .letterbox import Busy, Letterbox, LetterboxRow
from .origin import is_foreign
from .pages import RETRY
from .window import Window

# The page that follows has a button of its own: to undo, or to fetch the receipt.
TOKEN_GOES_ON = frozenset({"unsubscribe", "confirm"})


@dataclass(frozen=True, slots=True)
class Posts:
    """The letterbox's slot, beside the window whose pages its answers are.

    The crowd's words are sealed with a key of a minute (``tocsin.core.sessions``), the desk's each in a box of its own.
    """

    window: Window
    letterbox: Letterbox
    contact_seal: SessionSeal
    report_seal: SealKey
    verifier: LinkVerifier
    origins: frozenset[str]

    async def answer(self, request: Request, receive: Receive) -> Answer:
        """The answer to a POST."""
        place = find(request.path, self.window.languages)
        if place is None:
            return self._nowhere(request)
        return sharing.shared(await self._at(place, request, receive), request, sharing.sites(self.window, place))

    async def _at(self, place: Place, request: Request, receive: Receive) -> Answer:
        closed = self._closed(request, place)
        if closed is not None:
            return closed
        try:
            link = self.link(request, place)
            form = await forms.read_form(request, receive)
            self._refuse_strangers(request, place, form)
            if link is not None and place.address.kind == signers_receipt.KIND:
                return signers_receipt.answer(self.window, request, place, link, self.origins)
            return await self._keep(request, place, form, self._payload_of(place, form, link))
        except Rejected as rejected:
            return plain(rejected.status, rejected.reason + "\n")
        except BadLink as bad:
            return self.window.link_problem(request, status_of(bad))
        except Invalid as invalid:
            return self._show_again(request, place, form, invalid.problems)

    def link(self, request: Request, place: Place) -> Link | None:
        """The link that a request came by; None where the address needs none. Raises BadLink."""
        if not place.address.purpose:
            return None
        # A receipt can be fetched for ever by the link that was confirmed with, when it confirms nothing any more.
        lasting = place.address.kind == signers_receipt.KIND
        verifier = replace(self.verifier, now=lambda: 0.0) if lasting else self.verifier
        link = verifier.verify(request.token or "", place.address.purpose)
        if place.slug and link.extra.get("c") != place.slug:
            raise BadLink("made for another campaign")
        return link

    def _nowhere(self, request: Request) -> Answer:
        if self.window.is_live(request.path):
            return plain(405, "This page takes no form.\n", (b"allow", b"GET, HEAD"))
        return self.window.not_found(request)

    def _closed(self, request: Request, place: Place) -> Answer | None:
        """A campaign is closed to signing while its 'signed' page is published as gone."""
        if place.address.page:
            answer = self.window.not_live(request, place.page)
            if answer is not None:
                return answer
        if place.address.kind == "sign" and self.window.page(place.then) is not None:
            return self.window.not_live(request, place.then)
        return None

    def _refuse_strangers(self, request: Request, place: Place, form: Form) -> None:
        one_click = place.address.kind == "unsubscribe" and form.one_click
        if not one_click and is_foreign(request, self.origins | sharing.sites(self.window, place)):
            raise Rejected(403, "This form was sent by another site.")
        if forms.media_type(request) == forms.MULTIPART and not one_click:
            raise Rejected(415, "Send this as a form or as JSON, in UTF-8.")

    def _payload_of(self, place: Place, form: Form, link: Link | None) -> AnyPayload:
        at = int(time.time())
        if link is not None:
            return received.from_link(place, link, at, one_click=form.one_click)
        page = self.window.page(place.page)
        words = (page.row.verdict_sha256 or b"").hex() if page is not None else ""
        return received.from_form(place, form.fields, words, at)

    async def _keep(self, request: Request, place: Place, form: Form, payload: AnyPayload) -> Answer:
        kind = payloads.kind_of(payload)
        seal = self.report_seal if kind in payloads.DESK_KINDS else self.contact_seal
        try:
            await self.letterbox.put(LetterboxRow(kind, payload.at, seal.seal(payloads.encode(payload))))
        except Busy:
            return json(503, {"status": "busy"}, RETRY) if form.json else self.window.busy(request)
        if place.address.kind == "unsubscribe" and form.one_click:
            return plain(200, "")
        if form.json:
            return json(202, {"status": "accepted"})
        query = f"?t={quote(request.token or '')}" if place.address.kind in TOKEN_GOES_ON else ""
        return redirect(303, quote(place.then) + query, (b"cache-control", NEVER))

    def _show_again(self, request: Request, place: Place, form: Form, problems: Mapping[str, str]) -> Answer:
        """The page with its form as it was filled in, and what is wrong with it."""
        page = self.window.page(place.page)
        messages = page.row.messages if page is not None else {}
        texts = {field: messages.get(key, PROBLEMS[key]) for field, key in problems.items()}
        if form.json:
            return json(422, {"problems": texts})
        if page is None or not page.row.slots:
            return plain(422, "".join(f"{text}\n" for text in texts.values()))
        body = self.window.filled(page, slots.Filling(form.fields, texts))
        head: Headers = (
            (b"content-type", page.row.content_type.encode("ascii")),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", NEVER),
            (b"content-language", place.language.encode("ascii")),
        )
        return Answer(422, (*head, *SECURITY), body)


def status_of(bad: BadLink) -> int:
    """410 for a link whose time is over, 400 for one that we did not make."""
    return 410 if isinstance(bad, ExpiredLink) else 400
