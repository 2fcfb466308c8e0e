"""The audit: append-only for everyone, and whoever gets round that is found out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tocsin.core import audit
from tocsin.core.actions import Actor
from tocsin.core.models import AuditEntry

from .database import superuser

MINA = Actor("Mina Seo", 1)
audit.register("core.test_told")


def tell(number: int) -> AuditEntry:
    with transaction.atomic():
        return audit.record(kind="core.test_told", actor=MINA, subject=f"bell:{number}", detail={"n": number, "ä": [1]})


def as_superuser(sql: str) -> None:
    """Within the test's own transaction, with every trigger off: what a thief of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_audit DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE core_audit ENABLE TRIGGER USER")


@pytest.mark.django_db
def test_the_chain_holds() -> None:
    assert audit.verify() == audit.Verification(0, audit.GENESIS, None)
    entries = [tell(number) for number in range(1, 6)]
    found = audit.verify()
    assert found.holds
    assert (found.entries, found.head) == (5, bytes(entries[-1].hash))
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    ["UPDATE core_audit SET actor = 'x'", "DELETE FROM core_audit", "TRUNCATE core_audit"],
)
def test_the_table_is_append_only_for_its_owner_too(sql: str) -> None:
    tell(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sequence", "previous", "hash"),
    [("9223372036854775807", "hash", "sha256('y')"), ("sequence + 2", "hash", "sha256('y')"),
     ("sequence + 1", "previous", "sha256('y')"), ("sequence + 1", "hash", "'y'")],
)  # fmt: skip
def test_no_login_can_put_an_entry_ahead_of_the_chain_or_beside_it(sequence: str, previous: str, hash: str) -> None:
    tell(1)
    sql = (
        f"INSERT INTO core_audit SELECT {sequence}, at, actor, staff_id, kind, subject, detail, {previous}, {hash}"  # noqa: S608
        " FROM core_audit WHERE sequence = 1"
    )
    with pytest.raises(DatabaseError, match="does not follow"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert tell(2).sequence == 2


TAMPERING = {
    "another actor": ("UPDATE core_audit SET actor = 'Ruth' WHERE sequence = 3", 3),
    "another person": ("UPDATE core_audit SET staff_id = 2 WHERE sequence = 3", 3),
    "nobody": ("UPDATE core_audit SET staff_id = NULL WHERE sequence = 3", 3),
    "another kind": ("UPDATE core_audit SET kind = 'core.refusal' WHERE sequence = 2", 2),
    "another subject": ("UPDATE core_audit SET subject = 'bell:9' WHERE sequence = 5", 5),
    "another detail": ("UPDATE core_audit SET detail = '{}' WHERE sequence = 1", 1),
    "another time": ("UPDATE core_audit SET at = at + interval '1 microsecond' WHERE sequence = 4", 4),
    "another hash": ("UPDATE core_audit SET hash = sha256('x') WHERE sequence = 4", 4),
    "another previous": ("UPDATE core_audit SET previous = sha256('x') WHERE sequence = 4", 4),
    "one removed": ("DELETE FROM core_audit WHERE sequence = 2", 3),
    "the first removed": ("DELETE FROM core_audit WHERE sequence = 1", 2),
    "one removed, closed up": (
        """DELETE FROM core_audit WHERE sequence = 2;
         UPDATE core_audit SET sequence = sequence - 10 WHERE sequence > 2;
         UPDATE core_audit SET sequence = sequence + 9 WHERE sequence < 0""",
        2,
    ),
    "two swapped": (
        """UPDATE core_audit SET sequence = 99 WHERE sequence = 2;
         UPDATE core_audit SET sequence = 2 WHERE sequence = 3;
         UPDATE core_audit SET sequence = 3 WHERE sequence = 99""",
        2,
    ),
    "one added": (
        """INSERT INTO core_audit SELECT 6, at, actor, staff_id, kind, subject, detail, hash, sha256('y')
        FROM core_audit WHERE sequence = 5""",
        6,
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("how", sorted(TAMPERING))
def test_tampering_is_found(how: str) -> None:
    for number in range(1, 6):
        tell(number)
    sql, broken_at = TAMPERING[how]
    as_superuser(sql)
    found = audit.verify()
    assert not found.holds
    assert found.broken_at == broken_at
    assert found.entries == found.broken_at - 1 or how in ("one removed", "the first removed")


@pytest.mark.django_db
def test_a_cut_tail_shows_in_the_head_alone() -> None:
    for number in range(1, 6):
        tell(number)
    before = audit.verify().head
    as_superuser("DELETE FROM core_audit WHERE sequence = 5")
    found = audit.verify()
    assert found.holds
    assert found.head != before


@pytest.mark.django_db
def test_an_unknown_kind_raises() -> None:
    with pytest.raises(audit.UnknownKind), transaction.atomic():
        audit.record(kind="core.never_registered", actor=MINA, subject="x:1", detail={})
    assert "core.test_told" in audit.kinds()


def test_outside_a_transaction_nothing_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    class Connection:
        in_atomic_block = False

    monkeypatch.setattr(audit, "connection", Connection())
    with pytest.raises(RuntimeError):
        audit.record(kind="core.test_told", actor=MINA, subject="x:1", detail={})


# Committed rows, which other connections see; ``database`` empties the table behind them.
COMMITTED = pytest.mark.django_db(transaction=True, available_apps=["tocsin.front"])


@pytest.fixture
def database(database_port: int, transactional_db: None) -> Iterator[psycopg.Connection]:
    """The superuser in the tests' database, who cleans up behind a test that commits."""
    with superuser(database_port) as admin:
        admin.execute("DELETE FROM core_audit")
        yield admin
        admin.execute("DELETE FROM core_audit")


@COMMITTED
def test_a_superuser_who_turns_triggers_off_is_found(database: psycopg.Connection) -> None:
    for number in range(1, 6):
        tell(number)
    assert audit.verify().holds
    database.execute("UPDATE core_audit SET subject = 'bell:9' WHERE sequence = 4")
    assert audit.verify().broken_at == 4
    database.execute("UPDATE core_audit SET subject = 'bell:4' WHERE sequence = 4")
    assert audit.verify().holds
    database.execute("DELETE FROM core_audit WHERE sequence = 2")
    assert audit.verify().broken_at == 3


@COMMITTED
def test_a_whole_chain_forged_anew_has_another_head(database: psycopg.Connection) -> None:
    """Who can write hashes can write all of them; only a copy of the head kept elsewhere tells."""
    for number in range(1, 4):
        tell(number)
    before = audit.verify().head
    forged = list(AuditEntry.objects.order_by("sequence"))
    previous = audit.GENESIS
    for entry in forged:
        entry.actor, entry.previous = "Ruth", previous
        entry.hash = previous = audit.entry_hash(entry)
        database.execute(
            "UPDATE core_audit SET actor = %s, previous = %s, hash = %s WHERE sequence = %s",
            [entry.actor, entry.previous, entry.hash, entry.sequence],
        )
    found = audit.verify()
    assert found.holds
    assert found.head != before


@COMMITTED
def test_entries_follow_each_other_under_a_crowd(database: psycopg.Connection) -> None:
    """Eight threads, each with a connection of its own, tell at once: one chain, without a gap."""

    def tell_some(start: int) -> None:
        for number in range(5):
            tell(start + number)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tell_some, range(0, 80, 10)))
    found = audit.verify()
    assert found.holds
    assert found.entries == 40
