"""Whether a browser was made to post a form by another site (RFC 6454; Fetch Metadata).

There is no session to ride, so all that another site could gain is the use of its visitors' browsers, each with an
address of its own, to fill our letterbox. Their pages are refused; people are not:

- no ``Origin``: not a browser's page, or an old browser. Accepted.
- one of our origins: accepted; any other site: refused.
- ``null``: what our own forms send, since our pages say ``Referrer-Policy: no-referrer`` (Fetch, 'append a request
  Origin header'), and what privacy browsers send. Another site can send it too, by saying the same; then browsers of
  our day say ``Sec-Fetch-Site: cross-site``, which no page can change. So it is accepted unless that says otherwise.
"""

from __future__ import annotations

from .asgi import Request

_OURS = frozenset({b"", b"same-origin", b"none"})


def is_foreign(request: Request, origins: frozenset[str]) -> bool:
    """Whether to refuse this POST as another site's."""
    origin = request.headers.get(b"origin")
    if origin is None:
        return False
    if origin == b"null":
        return request.header(b"sec-fetch-site") not in _OURS
    return origin.decode("latin-1").lower() not in origins
