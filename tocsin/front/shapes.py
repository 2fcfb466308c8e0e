"""What the database and the front both demand of a published row. Imports no Django."""

from __future__ import annotations

import hashlib
import re

STATUSES = frozenset({200, 404, 410})

CONTENT_TYPE = re.compile(
    r"(?:text/(?:html|css|csv|javascript|plain|xml|vtt)|image/(?:png|jpeg|gif|webp|avif|svg\+xml|x-icon|vnd\.microsoft\.icon)"
    r"|font/woff2|application/(?:json|xml|pdf|atom\+xml|rss\+xml|manifest\+json|octet-stream))(?:; charset=utf-8)?"
)

# No address may hold what breaks a header or a log line; '/' negotiates, '//' is another site, '/-/' the process's.
PATH = re.compile(r"/(?!/|-/)[^\x00-\x20\x7f\\?#]{1,499}")

# A language of the window (BCP 47), or none: a picture has no language.
LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})?")

# A site as browsers name it (RFC 6454), which is never shown to anybody: only compared.
ORIGIN = re.compile(r"https://[a-z0-9]+(?:[.-][a-z0-9]+)*(?::[1-9][0-9]{0,4})?")

# A header is text that no guard reads, so the values are fixed.
HEADERS: dict[str, frozenset[str]] = {
    "X-Robots-Tag": frozenset({"noindex", "noindex, nofollow"}),
    "Content-Disposition": frozenset({"inline", "attachment"}),
}


def headers_allowed(headers: object) -> bool:
    """Whether every header and value is one of HEADERS."""
    return isinstance(headers, dict) and all(value in HEADERS.get(name, ()) for name, value in headers.items())


def etag_of(body: bytes) -> str:
    """The opaque part of an entity tag (RFC 9110, 8.8.3): 32 hex digits of the body's SHA-256."""
    return hashlib.sha256(body).hexdigest()[:32]
