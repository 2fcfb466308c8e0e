"""What lies in a letterbox row once it is opened, and how a form becomes it. Imports no Django.

The front validates, encodes and seals; the worker opens, decodes and acts (the desk, for DESK_KINDS). ``at`` is the
second of arrival (Unix time): it orders what one drain does and dies with the row. ``language`` is that of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from . import fields
from .fields import Problem
from .problems import Invalid

T = TypeVar("T")
Fields = Mapping[str, str]

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


AnyPayload = Sign | Confirm | Withdraw | Subscribe | ConfirmSubscription | Unsubscribe | Resubscribe | Comment
KINDS: frozenset[str] = frozenset(
    {"sign", "confirm", "withdraw", "subscribe", "confirm-subscription", "unsubscribe", "resubscribe", "comment"}
)

DESK_KINDS = frozenset({"comment", "report"})
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


def read_sign(form: Fields, *, campaign: str, language: str, page: str, at: int) -> Sign:
    """A signature from a form's fields. Raises Invalid."""
    read = _Reader(form)
    name, email = read("name", fields.read_name, ""), read("email", fields.read_email, "")
    country = read("country", fields.read_country, "")
    updates = read("updates", fields.read_choice, False)
    newsletter = read("newsletter", fields.read_tick, False)
    read("consent", fields.read_consent, None)
    read.complain()
    return Sign(
        language=language, at=at, campaign=campaign, form=page,
        name=name, email=email, country=country, updates=updates, newsletter=newsletter,
    )  # fmt: skip


def read_subscribe(form: Fields, *, language: str, page: str, at: int) -> Subscribe:
    """A newsletter subscription, still to be confirmed. Raises Invalid."""
    read = _Reader(form)
    name = read("name", fields.read_name, "") if form.get("name", "").strip() else ""
    email = read("email", fields.read_email, "")
    read("consent", fields.read_consent, None)
    read.complain()
    return Subscribe(language=language, at=at, form=page, name=name, email=email)


def read_comment(form: Fields, *, post: str, language: str, at: int) -> Comment:
    """A comment, which waits for moderation. Raises Invalid."""
    read = _Reader(form)
    name = read("name", fields.read_name, "")
    text = read("text", fields.read_text, "")
    read.complain()
    return Comment(language=language, at=at, post=post, name=name, text=text)


class _Reader:
    """Reads every field before it complains, so that a person sees all problems at once."""

    def __init__(self, form: Fields) -> None:
        self._form = form
        self._problems: dict[str, str] = {}

    def __call__(self, field: str, reading: Callable[[str], T], blank: T) -> T:
        try:
            return reading(self._form.get(field, ""))
        except Problem as problem:
            self._problems[field] = problem.key
            return blank

    def complain(self) -> None:
        if self._problems:
            raise Invalid(self._problems)
