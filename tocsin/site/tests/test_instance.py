"""A whole instance, started for real: users, environments, kills, and a clean end."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from tocsin.site import home, places
from tocsin.site.errors import SiteError
from tocsin.site.instance import Instance
from tocsin.site.osusers import OsUser, is_root
from tocsin.site.pgfiles import binaries, lockfile
from tocsin.site.ports import require_free
from tocsin.site.testing import open_place

PROCESSES = ("front", "desk", "worker", "mailbox")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with open_place() as folder:
        yield folder


@pytest.fixture(scope="module")
def instance(place: Path) -> Iterator[Instance]:
    with Instance(place / "a home", demo=True, any_ports=True, durable=False, environ={}) as started:
        yield started


def supervisor_of(instance: Instance) -> psutil.Process:
    assert instance._supervisor is not None
    return psutil.Process(instance._supervisor.process.pid)


def process_of(instance: Instance, name: str) -> psutil.Process:
    """The process which supervisord started under that name."""
    found = [one for one in supervisor_of(instance).children() if f"tocsin.site.run.{name}" in one.cmdline()]
    assert len(found) == 1
    return found[0]


def wait_for(condition: Callable[[], bool], seconds: float = 40.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it did not come about"
        time.sleep(0.2)


def is_up(instance: Instance) -> bool:
    try:
        return httpx.get(f"{instance.config.public_url}/-/ready", timeout=2.0).status_code == 200
    except httpx.HTTPError:
        return False


def test_front_desk_and_mailbox_answer(instance: Instance) -> None:
    assert is_up(instance)
    login = httpx.get(f"{instance.config.desk_url}/accounts/login/")
    assert login.status_code == 200
    assert "unsafe-eval" not in login.headers["content-security-policy"]
    assert httpx.get(f"http://127.0.0.1:{instance.config.mailbox_port}/").status_code == 200


@pytest.mark.parametrize("name", PROCESSES)
def test_no_environment_holds_a_secret(instance: Instance, name: str) -> None:
    environment = process_of(instance, name).environ()
    secrets = [path.read_text().strip() for path in (instance.home / "keys").rglob("*_password")]
    assert len(secrets) == 5
    assert not [key for key, value in environment.items() if any(secret in value for secret in secrets)]
    assert not [key for key in environment if "PASSWORD" in key or "SECRET" in key or "DATABASE" in key]


@pytest.mark.skipif(not is_root(), reason="needs root")
def test_each_process_is_a_user_of_its_own_who_reads_no_other_s_files(instance: Instance) -> None:
    users = {name: process_of(instance, name).username() for name in PROCESSES}
    assert users == {name: f"tocsin-{name}" for name in PROCESSES}
    targets = [path for path in (instance.home / "keys").rglob("*") if path.is_file()]
    targets += [Path(f"/proc/{process_of(instance, name).pid}/environ") for name in ("desk", "worker")]
    targets += [instance.home / "postgres" / "postgresql.conf", instance.home / "recovery" / "recovery.txt"]
    own = instance.home / "keys" / "front"
    readable = subprocess.run(
        [sys.executable, "-c", READ, *map(str, targets)],
        user="tocsin-front", group="tocsin-front", extra_groups=[], cwd="/", capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = {Path(line) for line in readable.stdout.splitlines()}
    assert found == {path for path in targets if own in path.parents}
    assert found


def test_what_a_process_writes_is_for_itself_alone(instance: Instance) -> None:
    for name in PROCESSES:
        status = Path(f"/proc/{process_of(instance, name).pid}/status").read_text()
        assert "Umask:\t0077" in status, name
    logs = instance.home / "logs"
    assert stat.S_IMODE(logs.stat().st_mode) == 0o700
    assert {stat.S_IMODE(log.stat().st_mode) for log in logs.iterdir()} == {0o600}


READ = """
import sys
for name in sys.argv[1:]:
    try:
        open(name, "rb").read(1)
    except PermissionError:
        continue
    print(name)
"""


def test_a_second_start_of_the_same_home_is_refused(instance: Instance) -> None:
    with pytest.raises(SiteError, match=r"runs in .* already"):
        Instance(instance.home, environ={}).start()
    assert is_up(instance)


def test_a_killed_process_comes_back(instance: Instance) -> None:
    killed = process_of(instance, "front")
    inner = killed.children()
    killed.kill()
    psutil.wait_procs(inner, timeout=20)
    assert not [one for one in inner if one.is_running()]
    wait_for(lambda: is_up(instance))


def test_a_killed_database_comes_back(instance: Instance) -> None:
    data = (instance.home / "postgres").resolve()
    found = lockfile(data)
    assert found is not None
    os.kill(found.pid, signal.SIGKILL)
    wait_for(lambda: not found.alive(data))
    assert instance.alive()
    wait_for(lambda: is_up(instance))


def test_a_killed_supervisor_leaves_nothing_but_the_database(instance: Instance) -> None:
    """Last of those on the running instance: afterwards it is started anew and stopped."""
    everything = supervisor_of(instance).children(recursive=True)
    assert len(everything) >= len(PROCESSES)
    supervisor_of(instance).kill()
    _, alive = psutil.wait_procs(everything, timeout=30)
    assert not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]
    assert not instance.alive()
    instance.stop()
    assert not home.running(instance.home)
    before = [path for path in (instance.home / "keys").rglob("*") if path.is_file()]
    with instance:
        assert is_up(instance)
    assert [path for path in (instance.home / "keys").rglob("*") if path.is_file()] == before
    assert lockfile((instance.home / "postgres").resolve()) is None


def test_a_taken_port_is_named_with_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SiteError, match=rf"Port {port}, meant for the desk, is taken .* TOCSIN_DESK_PORT"):
            require_free("127.0.0.1", {"TOCSIN_DESK_PORT": port})


def test_a_missing_setting_stops_the_start_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="TOCSIN_ORGANISATION"):
        Instance(tmp_path / "home", environ={}).start()
    assert not (tmp_path / "home" / "keys").exists()


@pytest.mark.skipif(not is_root(), reason="needs root")
def test_where_the_database_s_user_cannot_reach_it_lives_elsewhere(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "ELSEWHERE", place / "elsewhere")
    tmp_path.chmod(0o700)
    settled = places.settle(tmp_path / "home")
    assert isinstance(settled.database_user, OsUser)
    assert place in settled.data.parents
    assert any("database lives in" in line for line in settled.notes)
    assert any("Separation is off" in line for line in settled.notes)
    assert places.settle(tmp_path / "home").data == settled.data


@pytest.mark.skipif(not is_root(), reason="needs root")
def test_a_copy_of_the_binaries_runs(place: Path) -> None:
    copied = places._copied(binaries(), place / "copied")
    done = subprocess.run([copied / "initdb", "--version"], capture_output=True, text=True, check=True)
    assert "PostgreSQL) 18" in done.stdout
    assert places._copied(binaries(), place / "copied") == copied
