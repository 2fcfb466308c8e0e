"""What a mail client does when its reader presses 'Unsubscribe' (RFC 8058)."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from tocsin.post.relay import is_loopback

_SECONDS = 10.0


class NotCalled(Exception):
    """The address was not called; says why."""


async def unsubscribe(link: str) -> str:
    """POST to the link, without cookies and following no redirect; the answer in one line. Raises NotCalled.

    Only this machine is called: a mail in the demo's mailbox must not reach out into the network.
    """
    if not is_loopback(urlsplit(link).hostname or ""):
        raise NotCalled("The demo's mailbox calls addresses of this machine only.")
    try:
        async with httpx.AsyncClient(timeout=_SECONDS, follow_redirects=False, trust_env=False) as client:
            answer = await client.post(link, data={"List-Unsubscribe": "One-Click"})
    except httpx.HTTPError as fault:
        raise NotCalled(f"No answer ({type(fault).__name__}).") from None
    return f"{answer.status_code} {answer.reason_phrase}"
