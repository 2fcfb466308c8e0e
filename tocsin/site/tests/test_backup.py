"""A backup brings everything back: what is in the database, each case's key, the files, and who may do what."""

from __future__ import annotations

import shutil
import stat
import tarfile
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tocsin.core.keyring import write_key
from tocsin.site import backup, readiness, recovery
from tocsin.site.errors import SiteError
from tocsin.site.instance import Instance
from tocsin.site.restore import restore
from tocsin.site.testing import open_place

CASE = "keys/desk/cases/5bfc29a4-14c8-4f4f-8f7c-4c9d8e3c9f10"


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with open_place() as folder:
        yield folder


@pytest.fixture(scope="module")
def backed_up(place: Path) -> Path:
    """The file of a backup whose instance is gone."""
    instance = Instance(place / "first", demo=True, any_ports=True, durable=False, environ={})
    instance.open()
    try:
        with closing(readiness.connect(instance.owner().database)) as connection:
            connection.execute("INSERT INTO front_state (key, value) VALUES ('a sign', '1912')")
        assert instance._server is not None
        with closing(instance._server.connect(instance.config.database.name)) as admin:
            admin.execute("SELECT lo_create(0)")  # no table of ours: it must not stop a backup
        write_key(instance.home / CASE, b"w" * 32)
        (instance.home / "media" / "original_images").mkdir()
        (instance.home / "media" / "original_images" / "bell.png").write_bytes(b"\x89PNG")
        backup.write(instance.home, instance.owner().database, place / "whole.tar.gz")
        backup.write(instance.home, instance.owner().database, place / "no-keystore.tar.gz", keystore=False)
        (place / "organisation").write_bytes((instance.home / "keys" / "desk" / "organisation.1").read_bytes())
    finally:
        instance.stop()
    shutil.rmtree(instance.home)
    return place / "whole.tar.gz"


def test_all_comes_back(backed_up: Path, place: Path) -> None:
    home = place / "second"
    restore(backed_up, home, lambda line: None, environ={})
    assert (home / CASE).read_bytes() == b"w" * 32
    assert stat.S_IMODE((home / CASE).stat().st_mode) == 0o600
    assert (home / "media" / "original_images" / "bell.png").read_bytes() == b"\x89PNG"
    assert (home / "keys" / "desk" / "organisation.1").read_bytes() == (place / "organisation").read_bytes()
    again = Instance(home, any_ports=True, durable=False, environ={})
    try:
        again.open_database_only()
        with closing(readiness.connect(again.owner().database)) as connection:
            row = connection.execute("SELECT value FROM front_state WHERE key = 'a sign'").fetchone()
            assert row == (1912,)
            front = connection.execute("SELECT has_table_privilege('tocsin_front', 'cases_case', 'SELECT')").fetchone()
            assert front == (False,)
    finally:
        again.stop()


def test_the_file_is_for_its_owner_alone_and_holds_no_password(backed_up: Path) -> None:
    assert stat.S_IMODE(backed_up.stat().st_mode) == 0o600
    with tarfile.open(backed_up) as archive:
        names = archive.getnames()
    assert CASE in names
    assert not [name for name in names if "password" in name or "admin" in name]


def test_the_keystore_can_be_left_out(backed_up: Path, place: Path) -> None:
    with tarfile.open(place / "no-keystore.tar.gz") as archive:
        assert not [name for name in archive.getnames() if "cases" in name]


def test_an_instance_is_never_written_over(backed_up: Path, place: Path) -> None:
    (place / "inhabited").mkdir()
    (place / "inhabited" / "something").touch()
    with pytest.raises(SiteError, match="is not empty"):
        restore(backed_up, place / "inhabited", lambda line: None, environ={})
    with pytest.raises(SiteError, match="exists already"):
        backup.write(place / "inhabited", None, backed_up)  # type: ignore[arg-type]


def test_what_is_no_backup_is_refused(place: Path) -> None:
    rubbish = place / "rubbish"
    rubbish.write_bytes(b"rubbish")
    with pytest.raises(SiteError, match="cannot be read as a backup"):
        restore(rubbish, place / "third", lambda line: None, environ={})


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "keys/admin/database_password", "media/../../outside"])
def test_a_file_that_does_not_belong_there_is_refused(place: Path, name: str) -> None:
    hostile = place / "hostile.tar.gz"
    with tarfile.open(hostile, "w:gz") as archive:
        backup._add(archive, backup.LABEL, backup._label(True))
        backup._add(archive, name, b"x")
    with pytest.raises(SiteError, match="does not belong there"):
        backup.unpack(hostile, place / "fourth", place / "dump")


def test_the_recovery_file_brings_keys_back_and_goes_once_confirmed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write_key(home / "keys" / "desk" / "organisation.1", b"o" * 32)
    (home / "recovery").mkdir()
    recovery.write(home)
    file = tmp_path / "copied.txt"
    shutil.copy(home / "recovery" / recovery.NAME, file)
    with pytest.raises(SiteError, match="not the code"):
        recovery.confirm(home, "00000000")
    assert recovery.reminder(home)
    code = file.read_text().split("confirm ")[1].split()[0]
    recovery.confirm(home, code)
    assert recovery.reminder(home) is None
    assert not (home / "recovery" / recovery.NAME).exists()
    assert recovery.use(tmp_path / "new", file) == 1
    assert (tmp_path / "new" / "keys" / "desk" / "organisation.1").read_bytes() == b"o" * 32


def test_a_dump_is_never_whole_in_memory(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(32_000_000))
    with tarfile.open(tmp_path / "whole", "x:gz", compresslevel=1) as archive:
        backup._add(archive, backup.LABEL, backup._label(True))
        archive.add(tmp_path / "large", backup.DUMP)
    tracemalloc.start()
    try:
        backup.unpack(tmp_path / "whole", tmp_path / "home", tmp_path / "dump")
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert (tmp_path / "dump").stat().st_size == 32_000_000
