"""DKIM signatures (RFC 6376; Ed25519 by RFC 8463), made by dkimpy."""

from __future__ import annotations

import base64
from typing import Protocol

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"reply-to",
    b"list-id", b"list-unsubscribe", b"list-unsubscribe-post", b"auto-submitted",
)  # fmt: skip
OVERSIGNED = (b"from", b"subject")  # signed once more than present: a second one breaks the signature
_RSA_BITS = 2048

PublicKey = rsa.RSAPublicKey | ed25519.Ed25519PublicKey


class Unsignable(ValueError):
    """The message is not one that can be signed. Holds none of its text."""


class Signer(Protocol):
    """What signs a message."""

    def sign(self, data: bytes) -> bytes:
        """The header field to put before ``data``, ending in CRLF. Raises Unsignable."""
        ...


class DkimSigner:
    """Signs for a domain with a PEM private key, RSA or Ed25519. Raises ValueError for another kind of key."""

    def __init__(self, *, domain: str, selector: str, private_key: bytes) -> None:
        self.domain = domain.encode("ascii")
        self.selector = selector.encode("ascii")
        key = serialization.load_pem_private_key(private_key, None)
        if isinstance(key, rsa.RSAPrivateKey):
            kind, encoding = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
            self._algorithm = b"rsa-sha256"
            self._key = key.private_bytes(encoding, kind, serialization.NoEncryption())
        elif isinstance(key, ed25519.Ed25519PrivateKey):
            self._algorithm = b"ed25519-sha256"
            self._key = base64.b64encode(key.private_bytes_raw())
        else:
            raise ValueError("A DKIM key is RSA or Ed25519.")

    def sign(self, data: bytes) -> bytes:
        """See Signer. Header fields of SIGNED that the message has are covered, those of OVERSIGNED once more."""
        try:
            message = dkim.DKIM(data)
            present = [name.lower() for name, _ in message.headers]
            covered = [name for name in SIGNED for _ in range(present.count(name))]
            signature = message.sign(
                self.selector,
                self.domain,
                self._key,
                signature_algorithm=self._algorithm,
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=covered + list(OVERSIGNED),
            )
        except dkim.DKIMException as fault:
            raise Unsignable(f"The message cannot be signed ({type(fault).__name__}).") from None
        return bytes(signature)


def generate_key() -> bytes:
    """A new RSA private key, PEM (PKCS #8)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    kind, encoding = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    return key.private_bytes(encoding, kind, serialization.NoEncryption())


def public_half(private_key: bytes) -> bytes:
    """The public key of a PEM private key, PEM."""
    public = serialization.load_pem_private_key(private_key, None).public_key()
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def dns_name(*, domain: str, selector: str) -> str:
    """Where in the DNS the key's record stands."""
    return f"{selector}._domainkey.{domain}"


def dns_record(public_key: bytes) -> str:
    """The text of the TXT record for a PEM public key. Longer than 255 characters for RSA: split it in the zone file.

    Raises ValueError for a key that is neither RSA nor Ed25519.
    """
    key = serialization.load_pem_public_key(public_key)
    if isinstance(key, rsa.RSAPublicKey):
        raw = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        return f"v=DKIM1; k=rsa; p={base64.b64encode(raw).decode()}"
    if isinstance(key, ed25519.Ed25519PublicKey):
        return f"v=DKIM1; k=ed25519; p={base64.b64encode(key.public_bytes_raw()).decode()}"
    raise ValueError("A DKIM key is RSA or Ed25519.")
