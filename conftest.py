"""Every test run has one embedded PostgreSQL of its own, and a database for each pytest-xdist worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.db import connections
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tocsin.site import testing

HOME = testing.open_home()
testing.use_home(HOME)
django.setup()  # before pytest loads the conftests of the rooms, which import models


class ByFile(LoadFileScheduling):
    """Each file's tests to one worker, since many share an instance that is costly to start; and the journeys through
    the one played instance to one worker too (the mark `xdist_group` says nothing under pytest 9.2)."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        alone = ("test_faults.py", "test_worker_killed.py", "test_destroyed.py", "test_no_byte_leaks.py")
        return "journeys" if file.startswith("tests/journeys/") and not file.endswith(alone) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    # With xdist the workers come and go: the server belongs to the process that outlives them.
    if getattr(config.option, "numprocesses", None):
        testing.server_port(HOME)


@pytest.fixture(scope="session")
def test_home() -> Path:
    """The run's home: `keys/` of every process, and the folders in which an instance keeps its files."""
    return HOME


@pytest.fixture(scope="session")
def database_port() -> int:
    """The port of the run's PostgreSQL on 127.0.0.1."""
    return testing.server_port(HOME)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_port: int, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Point Django at the run's server (pytest-django calls this before it makes the test database)."""
    for settings in (connections["default"].settings_dict, connections.settings["default"]):
        settings["HOST"], settings["PORT"] = "127.0.0.1", database_port


@pytest.fixture(autouse=True)
def forget_committed_audit(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test with real commits wrote into the audit: the audit lets nobody remove it but the set-up role."""
    yield
    mark = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (mark is not None and mark.kwargs.get("transaction")):
        settings = connections["default"].settings_dict
        with testing.superuser(int(settings["PORT"]), str(settings["NAME"])) as session:
            session.execute("SET session_replication_role = 'replica'")
            session.execute("TRUNCATE core_audit")
