"""DKIM signatures (RFC 6376, relaxed/relaxed; Ed25519 by RFC 8463)."""

from __future__ import annotations

import base64
import functools
import hashlib
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from .canonical import Unsignable, body_hash, relaxed_fields

__all__ = [
    "DkimSigner", "ManySigners", "Signer", "Unsignable", "dns_name", "dns_record", "generate_key", "public_half",
]  # fmt: skip

# Covered as often as they occur, and once more, so that none can be added without breaking the signature.
OVERSIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"mime-version", b"content-type",
    b"list-id", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip
# Covered where they occur.
SIGNED = (
    b"content-transfer-encoding",
    b"cc",
    b"sender",
    b"in-reply-to",
    b"references",
    b"auto-submitted",
    b"list-help",
)
_RSA_BITS = 2048
_LINE = 72  # characters of the signature on one line

PublicKey = rsa.RSAPublicKey | ed25519.Ed25519PublicKey


class Signer(Protocol):
    """What signs a message."""

    def sign(self, data: bytes) -> bytes:
        """The header field to put before ``data``, ending in CRLF. Raises Unsignable."""
        ...

    def sign_head(self, head: bytes, hashed: bytes) -> bytes:
        """The same, from the header (without the empty line) and the SHA-256 of the body's canonical form."""
        ...


class DkimSigner:
    """Signs for a domain with a PEM private key, RSA or Ed25519. Raises ValueError for another kind of key."""

    def __init__(self, *, domain: str, selector: str, private_key: bytes) -> None:
        self._raw_signature, algorithm = _signing(private_key)
        tags = f"v=1; a={algorithm}; c=relaxed/relaxed; d={domain}; s={selector};\r\n t="
        self._lead = b"DKIM-Signature: " + tags.encode("ascii")

    def sign(self, data: bytes) -> bytes:
        """See Signer."""
        head, gap, body = data.partition(b"\r\n\r\n")
        if not gap:
            raise Unsignable("The message has no end of its header.")
        return self.sign_head(head + b"\r\n", body_hash(body))

    def sign_head(self, head: bytes, hashed: bytes) -> bytes:
        """See Signer."""
        fields = relaxed_fields(head)
        if sum(name == b"from" for name, _form in fields) != 1:
            raise Unsignable("The message has not just one From.")
        names, order = _covering(tuple([name for name, _form in fields]))
        forms = [fields[place][1] for place in order]
        said = b"".join((
            self._lead, str(int(time.time())).encode(), b";\r\n h=", names, b";\r\n bh=", base64.b64encode(hashed),
            b";\r\n b=",
        ))  # fmt: skip
        # Its own field comes last, with an empty b= and without a line end (3.7).
        own = b"dkim-signature:" + said[len(b"DKIM-Signature: ") :].replace(b"\r\n", b"")
        signature = base64.b64encode(self._raw_signature(b"\r\n".join([*forms, own])))
        lines = [signature[at : at + _LINE] for at in range(0, len(signature), _LINE)]
        return said + b"\r\n ".join(lines) + b"\r\n"


class ManySigners:
    """Several signatures on one message: a verifier that does not know one kind of key knows the other."""

    def __init__(self, signers: Sequence[Signer]) -> None:
        self._signers = signers

    def sign(self, data: bytes) -> bytes:
        return b"".join([signer.sign(data) for signer in self._signers])

    def sign_head(self, head: bytes, hashed: bytes) -> bytes:
        return b"".join([signer.sign_head(head, hashed) for signer in self._signers])


@functools.lru_cache(maxsize=64)
def _covering(present: tuple[bytes, ...]) -> tuple[bytes, tuple[int, ...]]:
    """The value of ``h=``, folded, and the places of the fields in its order.

    Of several fields of one name the last comes first (5.4.2). A letter's messages all have the same fields.
    """
    places: dict[bytes, list[int]] = {}
    for place, name in enumerate(present):
        places.setdefault(name, []).append(place)
    order = [place for name in (*OVERSIGNED, *SIGNED) for place in reversed(places.get(name, []))]
    once_more = dict.fromkeys(OVERSIGNED, 1)
    counts = [(name, len(places.get(name, [])) + once_more.get(name, 0)) for name in (*OVERSIGNED, *SIGNED)]
    return _folded([name for name, count in counts for _time in range(count)]), tuple(order)


def _folded(names: Sequence[bytes]) -> bytes:
    lines: list[bytes] = []
    line = b""
    for name in names:
        if line and len(line) + len(name) > _LINE:
            lines.append(line)
            line = b""
        line += name + b":"
    return b"\r\n ".join([*lines, line])[:-1]


def _signing(private_key: bytes) -> tuple[Callable[[bytes], bytes], str]:
    key = serialization.load_pem_private_key(private_key, None)
    if isinstance(key, rsa.RSAPrivateKey):
        padded, digest, rsa_key = padding.PKCS1v15(), hashes.SHA256(), key
        return (lambda data: rsa_key.sign(data, padded, digest)), "rsa-sha256"
    if isinstance(key, ed25519.Ed25519PrivateKey):
        edwards_key = key
        return (lambda data: edwards_key.sign(hashlib.sha256(data).digest())), "ed25519-sha256"  # RFC 8463, 3
    raise ValueError("A DKIM key is RSA or Ed25519.")


def generate_key() -> bytes:
    """A new RSA private key, PEM (PKCS #8)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    kind, encoding = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    return key.private_bytes(encoding, kind, serialization.NoEncryption())


def generate_edwards_key() -> bytes:
    """A new Ed25519 private key, PEM (PKCS #8)."""
    kind, encoding = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    return ed25519.Ed25519PrivateKey.generate().private_bytes(encoding, kind, serialization.NoEncryption())


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
