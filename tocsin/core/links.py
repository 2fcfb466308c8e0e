"""Links in mail: tokens signed with Ed25519 (RFC 8032). Imports no Django.

A token is base64url (RFC 4648, no padding) of ``key version byte | signature (64) | JSON``, where JSON holds the
purpose, the subject (an opaque id), the second at which it expires, and what a form needs to show.
"""

from __future__ import annotations

import base64
import binascii
import functools
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

SIGNATURE_BYTES = 64


class BadLink(Exception):
    """The token is not one that we made for this purpose."""


class ExpiredLink(BadLink):
    """We made the token, and its time is over."""


class Link(
    msgspec.Struct,
    frozen=True,
    omit_defaults=True,
    rename={"purpose": "p", "subject": "s", "expires": "e", "extra": "x"},
):
    """What a token says: ``expires`` in Unix seconds, or None for never."""

    purpose: str
    subject: str
    expires: int | None = None
    extra: dict[str, str] = msgspec.field(default_factory=dict)


@dataclass(frozen=True)
class LinkSigner:
    """The signing half (32-byte seed), held by the worker."""

    seed: bytes = field(repr=False)
    version: int = 1

    @classmethod
    def generate(cls, version: int = 1) -> LinkSigner:
        return cls(bytes(SigningKey.generate()), version)

    @functools.cached_property
    def _key(self) -> SigningKey:
        return SigningKey(self.seed)

    @property
    def verifier(self) -> LinkVerifier:
        return LinkVerifier({self.version: bytes(self._key.verify_key)})

    def sign(
        self,
        purpose: str,
        subject: str,
        *,
        expires: int | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> str:
        """A token in URL-safe ASCII."""
        said = msgspec.json.encode(Link(purpose, subject, expires, dict(extra or {})))
        signature = self._key.sign(bytes([self.version]) + said).signature
        return base64.urlsafe_b64encode(bytes([self.version]) + signature + said).rstrip(b"=").decode()


@dataclass(frozen=True)
class LinkVerifier:
    """The verifying half: public keys (32 bytes) by version."""

    keys: Mapping[int, bytes]
    now: Callable[[], float] = time.time

    def verify(self, token: str, purpose: str) -> Link:
        """What the token says. Raises BadLink (ExpiredLink where only its time is over)."""
        version, signature, said = self._parts(token)
        try:
            VerifyKey(self.keys[version]).verify(bytes([version]) + said, signature)
            link = msgspec.json.decode(said, type=Link)
        except (KeyError, BadSignatureError, msgspec.DecodeError) as error:
            raise BadLink("not ours") from error
        if link.purpose != purpose:
            raise BadLink("made for something else")
        if link.expires is not None and self.now() > link.expires:
            raise ExpiredLink("expired")
        return link

    def _parts(self, token: str) -> tuple[int, bytes, bytes]:
        try:
            raw = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error, ValueError) as error:
            raise BadLink("not a token") from error
        if len(raw) <= 1 + SIGNATURE_BYTES:
            raise BadLink("not a token")
        return raw[0], raw[1 : 1 + SIGNATURE_BYTES], raw[1 + SIGNATURE_BYTES :]
