"""A process's keys: its own, in files that nobody else can read."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tocsin.core.keyring import KeyExposed, KeyMissing, Keyring, generate_keys, write_key

FORBIDDEN = {
    "front": {"contact", "reports", "organisation", "contact_index", "links", "dkim", "checkpoint", "django_secret"},
    "worker": {"organisation", "reports", "answers"},
    "desk": {"contact", "contact_index", "links", "dkim", "checkpoint"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "keys"
    made.mkdir(mode=0o700)
    return made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    generate_keys(tmp_path / "all", lambda: b"pem", lambda: b"secret")
    return tmp_path / "all"


def test_the_newest_version_seals_and_every_version_opens(folder: Path) -> None:
    ring = Keyring(folder, {})
    write_key(folder / "organisation.1", b"1" * 32)
    first = ring.secret_key("organisation").seal(b"a", b"")
    write_key(folder / "organisation.2", b"2" * 32)
    write_key(folder / "organisation.10", b"3" * 32)
    assert ring.versions("organisation") == [1, 2, 10]
    assert ring.secret_key("organisation").version == 10
    assert ring.secret_key("organisation", first[1]).open(first, b"") == b"a"


def test_a_key_that_is_not_there(folder: Path) -> None:
    with pytest.raises(KeyMissing, match="organisation"):
        Keyring(folder, {}).secret_key("organisation")
    with pytest.raises(KeyMissing):
        Keyring(folder / "nowhere", {}).open_key("reports")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_key_that_others_can_read_is_refused(folder: Path, mode: int) -> None:
    write_key(folder / "organisation.1", b"1" * 32)
    (folder / "organisation.1").chmod(mode)
    with pytest.raises(KeyExposed):
        Keyring(folder, {}).secret_key("organisation")


def test_a_folder_that_others_can_enter_is_refused(folder: Path) -> None:
    write_key(folder / "organisation.1", b"1" * 32)
    folder.chmod(0o710)
    with pytest.raises(KeyExposed):
        Keyring(folder, {}).secret_key("organisation")


def test_a_key_is_never_overwritten(folder: Path) -> None:
    write_key(folder / "organisation.1", b"1" * 32)
    with pytest.raises(FileExistsError):
        write_key(folder / "organisation.1", b"2" * 32)
    assert (folder / "organisation.1").read_bytes() == b"1" * 32


def test_the_environment_gives_keys(folder: Path) -> None:
    given = {"TOCSIN_KEY_ORGANISATION_3": base64.b64encode(b"3" * 32).decode()}
    write_key(folder / "organisation.1", b"1" * 32)
    ring = Keyring(folder, given)
    assert ring.versions("organisation") == [1, 3]
    assert ring.secret_key("organisation").secret == b"3" * 32
    with pytest.raises(ValueError):
        Keyring(folder, {"TOCSIN_KEY_ORGANISATION_3": "?"}).secret_key("organisation")


@pytest.mark.parametrize("process", sorted(FORBIDDEN))
def test_no_process_holds_what_is_another_ones(root: Path, process: str) -> None:
    held = {path.stem for path in (root / process).iterdir()}
    assert not held & FORBIDDEN[process]


def test_the_halves_fit(root: Path) -> None:
    front, worker, desk = (Keyring(root / process, {}) for process in ("front", "worker", "desk"))
    assert worker.open_key("contact").open(front.seal_key("contact").seal(b"a")) == b"a"
    assert worker.open_key("contact").open(desk.seal_key("contact").seal(b"a")) == b"a"
    assert desk.open_key("reports").open(front.seal_key("reports").seal(b"a")) == b"a"
    assert desk.open_key("answers").open(worker.seal_key("answers").seal(b"a")) == b"a"
    token = worker.link_signer().sign("unsubscribe", "1")
    for ring in (front, desk):
        assert ring.link_verifier().verify(token, "unsubscribe").subject == "1"


def test_public_and_private_files_are_not_mixed_up(root: Path) -> None:
    desk = Keyring(root / "desk", {})
    assert desk.versions("contact") == []
    with pytest.raises(KeyMissing):
        desk.open_key("contact")


def test_every_installation_has_keys_of_its_own(root: Path, tmp_path: Path) -> None:
    generate_keys(tmp_path / "other", lambda: b"pem", lambda: b"secret")
    fixed = {"dkim.1", "django_secret.1"}
    for path in root.rglob("*.1"):
        if path.name not in fixed:
            assert path.read_bytes() != (tmp_path / "other" / path.relative_to(root)).read_bytes()
