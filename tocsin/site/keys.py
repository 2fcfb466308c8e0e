"""The keys of an instance: made at its first start, one folder a process."""

from __future__ import annotations

import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tocsin.core.keyring import generate_keys


def generate_keys_once(root: Path) -> bool:
    """Make every key below `root` unless it has keys; says whether it made them."""
    if (root / "desk" / "organisation.1").exists():
        return False
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(0o755)
    generate_keys(root, dkim_key, lambda: secrets.token_urlsafe(50).encode())
    return True


def dkim_key() -> bytes:
    """A new RSA-2048 private key for DKIM (RFC 8301), PEM, PKCS #1."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
