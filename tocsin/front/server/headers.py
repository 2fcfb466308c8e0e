"""The headers of every answer: nothing but our own bytes may act in a page, and nobody is told where one came from.

``Referrer-Policy: no-referrer`` is needed since link tokens stand in addresses; what follows from it for forms
is said in ``origin``.
"""

from __future__ import annotations

import re

import msgspec

from tocsin.front.logs import is_lasting

from .asgi import Answer, Headers

CSP = (
    b"default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'; style-src 'self'; "
    b"img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    b"frame-ancestors 'none'"
)
SECURITY: Headers = (
    (b"content-security-policy", CSP),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (b"server", b"Tocsin"),  # without it Granian would name itself
)

# Built on a release: a cache may hold it for five seconds, and must not show it when it is stale.
RELEASED = b"max-age=0, s-maxage=5"
PLAIN = b"public, max-age=60"
COUNTED = b"public, max-age=10"
LASTING = b"public, max-age=31536000, immutable"
NEVER = b"no-store"

_LASTING_PATH = re.compile(r"/static/[^/]+(?:/[^/]+)*\.[0-9a-f]{8,64}\.[a-z0-9]+")


def cache_control(path: str, *, status: int, released: bool, counted: bool) -> bytes:
    """How long an address's bytes may be kept (RFC 9111)."""
    if released or status != 200:
        return RELEASED
    if is_lasting(path):
        return LASTING
    if counted:
        return COUNTED
    return LASTING if _LASTING_PATH.fullmatch(path) else PLAIN


def plain(status: int, text: str, *more: tuple[bytes, bytes]) -> Answer:
    """A short answer in plain text, kept by no cache: what there is where no page is published."""
    body = text.encode()
    return Answer(
        status,
        (
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", NEVER),
            *more,
            *SECURITY,
        ),
        body,
    )


def redirect(status: int, location: str, *more: tuple[bytes, bytes]) -> Answer:
    """A redirect to an address of ours, already percent-encoded (ASCII)."""
    return Answer(status, ((b"location", location.encode("ascii")), (b"content-length", b"0"), *more, *SECURITY))


def json(status: int, said: object, *more: tuple[bytes, bytes]) -> Answer:
    """A short answer in JSON, kept by no cache."""
    body = msgspec.json.encode(said)
    head: Headers = (
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", NEVER),
    )
    return Answer(status, (*head, *more, *SECURITY), body)
