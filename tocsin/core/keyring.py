"""The key folder of one process: one file a key, ``NAME.VERSION``, mode 0600, in a folder of mode 0700.

A key may also be given by the environment, as ``TOCSIN_KEY_NAME_VERSION`` in base64. Imports no Django.
"""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from .links import LinkSigner, LinkVerifier
from .sealing import BlindIndex, OpenKey, SealKey, SecretKey


class KeyMissing(Exception):
    """A process asked for a key that it does not hold."""


class KeyExposed(Exception):
    """A key file or folder can be read by others."""


class Keyring:
    """The keys that this process holds, by name; the highest version seals, every version opens."""

    def __init__(self, folder: Path, environ: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self._environ = os.environ if environ is None else environ
        self._cache: dict[tuple[str, int], bytes] = {}
        self._newest: dict[str, tuple[int, int]] = {}

    def versions(self, name: str) -> list[int]:
        """The versions of a key that are here, ascending."""
        files = {int(p.suffix[1:]) for p in self.folder.glob(f"{name}.*") if p.suffix[1:].isdigit()}
        prefix = f"TOCSIN_KEY_{name.upper()}_"
        given = {int(k[len(prefix) :]) for k in self._environ if k.startswith(prefix) and k[len(prefix) :].isdigit()}
        return sorted(files | given)

    def raw(self, name: str, version: int | None = None) -> tuple[int, bytes]:
        """A key's version and bytes. Raises KeyMissing, KeyExposed."""
        version = version if version is not None else self._newest_version(name)
        if (name, version) not in self._cache:
            self._cache[name, version] = self._read(name, version)
        return version, self._cache[name, version]

    def _newest_version(self, name: str) -> int:
        """Looked for anew only when the folder has changed: a crowd's rows ask for the same keys again and again."""
        try:
            changed = self.folder.stat().st_mtime_ns
        except FileNotFoundError:  # all keys are in the environment
            changed = 0
        known = self._newest.get(name)
        if known is None or known[0] != changed:
            known = self._newest[name] = (changed, max(self.versions(name), default=0))
        return known[1]

    def _read(self, name: str, version: int) -> bytes:
        given = self._environ.get(f"TOCSIN_KEY_{name.upper()}_{version}")
        if given is not None:
            return base64.b64decode(given, validate=True)
        path = self.folder / f"{name}.{version}"
        if not path.exists():
            raise KeyMissing(f"The key '{name}' is not in this process's key folder.")
        refuse_exposed(path)
        return path.read_bytes()

    # What each process may hold is the table of processes in DESIGN.md.

    def seal_key(self, name: str) -> SealKey:
        """Public half, file ``NAME_seal.VERSION``."""
        version, raw = self.raw(f"{name}_seal")
        return SealKey(raw, version)

    def open_key(self, name: str, version: int | None = None) -> OpenKey:
        """Private half, file ``NAME.VERSION``."""
        version, raw = self.raw(name, version)
        return OpenKey(raw, version)

    def secret_key(self, name: str, version: int | None = None) -> SecretKey:
        version, raw = self.raw(name, version)
        return SecretKey(raw, version)

    def blind_index(self, name: str) -> BlindIndex:
        version, raw = self.raw(name)
        return BlindIndex(raw, version)

    def link_signer(self) -> LinkSigner:
        version, raw = self.raw("links")
        return LinkSigner(raw, version)

    def link_verifier(self) -> LinkVerifier:
        """Every version of the verifying half, so that older links stay good."""
        return LinkVerifier({v: self.raw("links_verify", v)[1] for v in self.versions("links_verify")})


def refuse_exposed(path: Path) -> None:
    """Raise KeyExposed when others can read a key file or enter its folder."""
    for place in (path, path.parent):
        if stat.S_IMODE(place.stat().st_mode) & 0o077:
            raise KeyExposed(f"{place.name} can be read by others: its mode must be 0600 (a folder: 0700).")


def write_key(path: Path, raw: bytes) -> None:
    """Write a key file of mode 0600 durably; never overwrites."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def generate_keys(root: Path, dkim_key: Callable[[], bytes], secret_text: Callable[[], bytes]) -> None:
    """Make version 1 of every key below ``root``/{desk,worker,front}, each half where it belongs.

    ``dkim_key`` makes a PEM private key; ``secret_text`` makes Django's secret.
    """
    contact, report, links = OpenKey.generate(), OpenKey.generate(), LinkSigner.generate()
    session = OpenKey.generate()
    link_key = links.verifier.keys[1]
    files = {
        "worker/contact.1": contact.private,
        "worker/contact_index.1": BlindIndex.generate().secret,
        "worker/links.1": links.seed,
        "worker/leaves.1": SecretKey.generate().secret,
        "worker/checkpoint.1": LinkSigner.generate().seed,
        "worker/dkim.1": dkim_key(),
        "worker/answers_seal.1": session.seal_key.public,
        "worker/django_secret.1": secret_text(),
        "desk/organisation.1": SecretKey.generate().secret,
        "desk/reports.1": report.private,
        "desk/answers.1": session.private,
        "desk/contact_seal.1": contact.seal_key.public,
        "desk/links_verify.1": link_key,
        "desk/django_secret.1": secret_text(),
        "front/contact_seal.1": contact.seal_key.public,
        "front/reports_seal.1": report.seal_key.public,
        "front/links_verify.1": link_key,
    }
    for name, raw in files.items():
        write_key(root / name, raw)
