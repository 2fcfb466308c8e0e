"""What lies in a letterbox row once it is opened (``reading`` makes it from a form). Imports no Django.

The front validates, encodes and seals; the worker opens, decodes and acts (the desk, for DESK_KINDS). ``at`` is the
second of arrival (Unix time): it orders what one drain does and dies with the row. ``language`` is that of the page.
"""

from __future__ import annotations

import msgspec

PADDING = 512
"""Encoded payloads are padded to a multiple of so many bytes: a sealed row's length must not tell whose it is."""


class Payload(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """One row. Subject ids are the opaque ones of link tokens."""

    language: str
    at: int


class Sign(Payload, frozen=True, kw_only=True, tag="sign"):
    """``form`` is the SHA-256 (hex) of the guarded page whose words were consented to."""

    campaign: str
    name: str
    email: str
    country: str
    updates: bool
    newsletter: bool
    form: str


class Confirm(Payload, frozen=True, kw_only=True, tag="confirm"):
    campaign: str
    signature: str


class Withdraw(Payload, frozen=True, kw_only=True, tag="withdraw"):
    campaign: str
    signature: str


class Subscribe(Payload, frozen=True, kw_only=True, tag="subscribe"):
    """``name`` may be left out; ``form`` as with Sign."""

    email: str
    form: str
    name: str = ""


class ConfirmSubscription(Payload, frozen=True, kw_only=True, tag="confirm-subscription"):
    subscription: str


class Unsubscribe(Payload, frozen=True, kw_only=True, tag="unsubscribe"):
    """``contact`` is the token's subject, ``about`` and ``campaign`` its extras "k" and "c".

    ``about`` is 'newsletter', 'updates' (of that campaign) or '' for everything. ``one_click`` where a mail program
    asked for it (RFC 8058).
    """

    contact: str
    about: str = ""
    campaign: str = ""
    one_click: bool = False


class Resubscribe(Payload, frozen=True, kw_only=True, tag="resubscribe"):
    """Takes back an Unsubscribe with the same extras."""

    contact: str
    about: str = ""
    campaign: str = ""


class Comment(Payload, frozen=True, kw_only=True, tag="comment"):
    """``post`` is the slug of the blog's post. Opened by the desk, so it holds no address."""

    post: str
    name: str
    text: str


class ReportPart(Payload, frozen=True, kw_only=True, tag="report"):
    """Part ``number`` (from 0) of ``of`` parts with one ``arrival``: of a report with its files (``bundles``)."""

    arrival: str
    number: int
    of: int
    data: bytes


class FamilyCode(Payload, frozen=True, kw_only=True, tag="family-code"):
    """What was typed as a family's code, in its canonical spelling (``core.code_words``). Opened by the desk."""

    code: str


AnyPayload = (
    Sign
    | Confirm
    | Withdraw
    | Subscribe
    | ConfirmSubscription
    | Unsubscribe
    | Resubscribe
    | Comment
    | ReportPart
    | FamilyCode
)
KINDS: frozenset[str] = frozenset(
    {
        *("sign", "confirm", "withdraw", "subscribe", "confirm-subscription", "unsubscribe", "resubscribe"),
        *("comment", "report", "family-code"),
    }
)

DESK_KINDS = frozenset({"comment", "report", "family-code"})
"""Kinds that are sealed to the desk's key; all others to the worker's."""

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyPayload] = msgspec.json.Decoder(AnyPayload)


def kind_of(payload: AnyPayload) -> str:
    """The letterbox kind of a payload."""
    return str(payload.__struct_config__.tag)


def encode(payload: AnyPayload) -> bytes:
    """JSON (RFC 8259), padded with spaces to a multiple of PADDING bytes, ready for sealing."""
    said = _encoder.encode(payload)
    return said + b" " * (-len(said) % PADDING)


def decode(plain: bytes) -> AnyPayload:
    """The payload of an opened row. Raises msgspec.DecodeError (also ValidationError) on anything else."""
    return _decoder.decode(plain)
