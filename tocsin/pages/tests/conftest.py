"""A founded site, with a world of staff and a case behind it.

Founding renders some sixty addresses, so a module's tests share it: each runs in a savepoint of the transaction in
which it was founded. Hence the room's own ``db``: pytest-django's would close the connection after each test.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from tocsin.disclosure import guard_index

from .site import Site


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with django_db_blocker.unblock():
        with transaction.atomic():
            guard_index.forget()
            yield Site()
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def db(founded: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        guard_index.forget()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def site(db: None, founded: Site) -> Site:
    return copy.copy(founded)
