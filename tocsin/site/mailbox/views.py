"""The mailbox's pages. They need no JavaScript, and what a mail holds can neither run nor load anything."""

from __future__ import annotations

from html import escape

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from . import markup
from .oneclick import NotCalled, unsubscribe
from .reading import Mail, dkim_verdict
from .store import Entry, Store

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Popups may escape, so that a link opens a whole page; nothing is loaded from anywhere, and no script runs.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; form-action 'none'; frame-ancestors 'self'"
)
_SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
_HEAD = ("From", "To", "Reply-To", "Date")
_A_PAGE = 50  # mails on one page
_VERDICTS = {
    "pass": "DKIM signature verified",
    "fail": "DKIM signature does not verify",
    "unchecked": "DKIM-signed; no public key at hand to check it",
    "none": "Not signed",
}


def html_page(title: str, body: str, status: int = 200) -> HTMLResponse:
    # not no-referrer: browsers then send "Origin: null" with our own forms
    headers = {"content-security-policy": PAGE_POLICY, "referrer-policy": "same-origin"}
    return HTMLResponse(markup.page(title, body), status_code=status, headers=headers)


def asked_mail(request: Request) -> tuple[Entry, Mail]:
    """The mail that the path names. Raises HTTPException 404."""
    store: Store = request.app.state.store
    number = int(request.path_params["number"])
    try:
        return store.entry(number), Mail(store.raw(number))
    except (KeyError, FileNotFoundError):
        raise HTTPException(404) from None


def list_mails(request: Request) -> Response:
    to, subject = request.query_params.get("to", ""), request.query_params.get("subject", "")
    found = list(request.app.state.store.find(to, subject))
    pages = max(1, -(-len(found) // _A_PAGE))
    wanted = request.query_params.get("page", "1")
    number = min(max(int(wanted), 1), pages) if wanted.isdecimal() else 1
    shown = found[(number - 1) * _A_PAGE : number * _A_PAGE]
    count = f'<p class="count">{len(found)} {"mail" if len(found) == 1 else "mails"}, newest first</p>'
    search = markup.search_form(to, subject)
    body = f"<h1>Mails</h1>{search}{count}{markup.mail_list(shown)}{markup.pager(number, pages, to, subject)}"
    return html_page("Mails", body)


def show_mail(request: Request) -> Response:
    return mail_page(request, "")


def mail_page(request: Request, notice: str) -> Response:
    """One mail; ``notice`` is markup."""
    entry, mail = asked_mail(request)
    title = entry.subject or "(no subject)"
    here = f"/messages/{entry.number}"
    envelope = [("Return path", entry.sender), ("Recipient", ", ".join(entry.recipients)), ("Received", entry.received)]
    buttons = f'{verdict_mark(request, mail)}{unsubscribe_form(here, mail)}<a href="{here}/raw">Raw source</a>'
    everything = markup.definition_list(envelope + mail.headers)
    parts = [
        f"<h1><bdi>{escape(title)}</bdi></h1>",
        markup.definition_list((name, entry.headers[name]) for name in _HEAD if name in entry.headers),
        f'<div class="bar">{buttons}</div>',
        notice,
        f"<details><summary>All headers and the envelope</summary>{everything}</details>",
        mail_body(here, mail),
    ]
    return html_page(title, "\n".join(parts))


def mail_body(here: str, mail: Mail) -> str:
    """The HTML part in a frame of its own, and the text part."""
    html = text = ""
    if mail.html is not None:
        html = f'<h2>As HTML</h2><iframe src="{here}/html" title="The mail as HTML" sandbox="{_SANDBOX}"></iframe>'
    if mail.text is not None:
        text = f'<h2>As text</h2><pre dir="auto">{escape(mail.text)}</pre>'
    return html + text


def verdict_mark(request: Request, mail: Mail) -> str:
    verdict = dkim_verdict(mail.raw, request.app.state.key_file)
    return f'<span class="verdict {verdict}">{_VERDICTS[verdict]}</span>'


def unsubscribe_form(here: str, mail: Mail) -> str:
    """The button that a mail client shows beside a mail with both fields of RFC 8058."""
    if mail.one_click is None:
        return ""
    return f'<form method="post" action="{here}/unsubscribe"><button>Unsubscribe</button></form>'


def show_html(request: Request) -> Response:
    _, mail = asked_mail(request)
    headers = {"content-security-policy": MAIL_POLICY, "referrer-policy": "no-referrer"}
    return HTMLResponse(mail.framed_html, headers=headers)


def show_raw(request: Request) -> Response:
    _, mail = asked_mail(request)
    headers = {"content-security-policy": MAIL_POLICY, "x-content-type-options": "nosniff"}
    return Response(mail.raw, media_type="text/plain", headers=headers)


async def press_unsubscribe(request: Request) -> Response:
    _, mail = asked_mail(request)
    if mail.one_click is None:
        raise HTTPException(404)
    try:
        said = f"The server answered {await unsubscribe(mail.one_click)} to the one-click unsubscription."
    except NotCalled as fault:
        said = f"Not unsubscribed. {fault}"
    return mail_page(request, f'<p class="notice" role="status">{escape(said)}</p>')


routes = [
    Route("/", list_mails),
    Route("/messages/{number:int}", show_mail),
    Route("/messages/{number:int}/html", show_html),
    Route("/messages/{number:int}/raw", show_raw),
    Route("/messages/{number:int}/unsubscribe", press_unsubscribe, methods=["POST"]),
]
