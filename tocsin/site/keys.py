"""The keys of an instance: made at its first start, one folder a process; and the file that can bring them back."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tocsin.core.keyring import Keyring, generate_keys, write_key
from tocsin.core.sealing import SecretKey
from tocsin.post.dkim import dns_record, generate_edwards_key, public_half
from tocsin.site.osusers import give
from tocsin.site.places import Places

HOLDERS = ("front", "worker", "desk", "admin")
# Keys that an instance made by an earlier version lacks, and how each is made.
LATER: dict[str, Callable[[], bytes]] = {
    "worker/leaves.1": lambda: SecretKey.generate().secret,
    "worker/dkim_edwards.1": generate_edwards_key,
}


def generate_keys_once(root: Path) -> bool:
    """Make every key below `root` unless it has keys; says whether it made them."""
    if (root / "desk" / "organisation.1").exists():
        _add_later_keys(root)
        return False
    root.mkdir(parents=True, exist_ok=True)
    generate_keys(root, dkim_key, lambda: secrets.token_urlsafe(50).encode())
    _add_later_keys(root)
    return True


def _add_later_keys(root: Path) -> None:
    """Each stands alone."""
    for name, make in LATER.items():
        if not (root / name).exists():
            write_key(root / name, make())


def dkim_key() -> bytes:
    """A new RSA-2048 private key for DKIM (RFC 8301), PEM, PKCS #1."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )


def publish_dkim(root: Path, file: Path) -> None:
    """Write the texts of the DNS records which publish the newest DKIM keys (RFC 6376, 3.6.1; RFC 8463).

    The Ed25519 key's stands beside ``file``, with ``-ed25519`` in its name.
    """
    worker = Keyring(root / "worker", {})
    for name, place in (("dkim", file), ("dkim_edwards", file.with_stem(f"{file.stem}-ed25519"))):
        place.write_text(dns_record(public_half(worker.raw(name)[1])) + "\n")
        place.chmod(0o644)


def password(folder: Path, name: str) -> str:
    """The generated password in that file, made at the first asking."""
    path = folder / name
    if not path.exists():
        write_key(path, secrets.token_urlsafe(32).encode())
    return path.read_text()


def keep_secret(folder: Path, name: str, value: str) -> None:
    """Keep a secret that was given by the environment, in place of what was kept before."""
    (folder / name).unlink(missing_ok=True)
    write_key(folder / name, value.encode())


def give_to_holders(places: Places) -> None:
    """Each folder and all in it to its process's user: 0700 and 0600."""
    for holder in HOLDERS:
        folder = places.keys / holder
        folder.mkdir(mode=0o700, exist_ok=True)
        for path in [folder, *folder.rglob("*")]:
            give(path, places.users.get(holder), 0o700 if path.is_dir() else 0o600)


def listed(root: Path) -> dict[str, bytes]:
    """Every key that a recovery file holds, by ``HOLDER/NAME.VERSION``: no passwords, no keys of single cases."""
    found = (path for holder in HOLDERS for path in sorted((root / holder).glob("*.*")))
    return {f"{path.parent.name}/{path.name}": path.read_bytes() for path in found if path.suffix[1:].isdigit()}


def to_text(keys: dict[str, bytes]) -> str:
    return "".join(f"{name} {base64.b64encode(raw).decode()}\n" for name, raw in keys.items())


def from_text(text: str) -> dict[str, bytes]:
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {name: base64.b64decode(value, validate=True) for name, value in lines}
