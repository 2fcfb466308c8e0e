"""The tests' database as its superuser sees it: for tampering, and for cleaning up behind committed tests."""

from __future__ import annotations

import os

import psycopg
from django.db import connection


def superuser(port: int) -> psycopg.Connection:
    """A connection to the test database with every trigger turned off (autocommit)."""
    opened = psycopg.connect(
        host="127.0.0.1",
        port=port,
        user="tocsin_admin",
        password=os.environ["TOCSIN_TEST_PASSWORD"],
        dbname=str(connection.settings_dict["NAME"]),
        autocommit=True,
    )
    opened.execute("SET session_replication_role = 'replica'")
    return opened
