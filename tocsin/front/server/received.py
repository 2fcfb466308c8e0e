"""Which payload a POST to an address is."""

from __future__ import annotations

from collections.abc import Mapping

from tocsin.core.links import Link
from tocsin.front import payloads, reading
from tocsin.front.payloads import AnyPayload

from .addresses import Place


def from_form(place: Place, fields: Mapping[str, str], page: str, at: int) -> AnyPayload:
    """The payload of a form; ``page`` is the SHA-256 (hex) of the guarded page it stands on. Raises Invalid."""
    if place.address.kind == "sign":
        return reading.read_sign(fields, campaign=place.slug, language=place.language, page=page, at=at)
    if place.address.kind == "subscribe":
        return reading.read_subscribe(fields, language=place.language, page=page, at=at)
    if place.address.kind == "family-code":
        return reading.read_family_code(fields, language=place.language, at=at)
    return reading.read_comment(fields, post=place.slug, language=place.language, at=at)


def from_link(place: Place, link: Link, at: int, *, one_click: bool) -> AnyPayload:
    """The payload of the button that a link leads to."""
    language = place.language
    match place.address.kind:
        case "confirm":
            return payloads.Confirm(campaign=place.slug, signature=link.subject, language=language, at=at)
        case "withdraw":
            return payloads.Withdraw(campaign=place.slug, signature=link.subject, language=language, at=at)
        case "confirm-subscription":
            return payloads.ConfirmSubscription(subscription=link.subject, language=language, at=at)
        case "unsubscribe":
            return payloads.Unsubscribe(**_list(link), one_click=one_click, language=language, at=at)
        case _:
            return payloads.Resubscribe(**_list(link), language=language, at=at)


def _list(link: Link) -> dict[str, str]:
    """Whose place on which list a link is about."""
    return {"contact": link.subject, "about": link.extra.get("k", ""), "campaign": link.extra.get("c", "")}
