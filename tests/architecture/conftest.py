"""A database whose rights are those of `grants.py`, and logins as each role."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection

from tocsin.site.granting import apply_grants
from tocsin.site.roles import close_catalogue, ensure_database
from tocsin.site.testing import superuser

Login = Callable[[str], Any]


@pytest.fixture(scope="session")
def login(django_db_setup: None, database_port: int) -> Login:
    """A context manager `login(role)`: a connection of that role to the test database, once grants are applied."""
    name = connection.settings_dict["NAME"]
    with closing(superuser(database_port)) as admin:
        ensure_database(admin, name)
    with closing(superuser(database_port, name)) as admin:
        assert close_catalogue(admin)

    @contextmanager
    def as_role(role: str) -> Iterator[psycopg.Connection]:
        opened = psycopg.connect(
            host="127.0.0.1", port=database_port, dbname=name, user=role,
            password=os.environ["TOCSIN_TEST_PASSWORD"], autocommit=True,
        )  # fmt: skip
        with closing(opened):
            yield opened

    with as_role("tocsin_owner") as owner:
        apply_grants(owner)
    return as_role
