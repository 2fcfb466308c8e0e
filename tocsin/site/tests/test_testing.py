"""The tests' own database: a real server, the owner's role, a real migration."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_tests_run_as_the_owner_of_the_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)")
        assert cursor.fetchone() == ("tocsin_owner", False)


@pytest.mark.django_db
def test_lower_case_knows_every_script() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÄŎİ'), 'é' < 'z'")
        lowered, _ = cursor.fetchone()
        assert lowered.startswith("äŏ")
