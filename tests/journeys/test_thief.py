"""The thief: the whole database, all that the front process holds, and a list of 1,000 people of whom 500 signed.
No sealed fact is named by it, and sorting the list with it is no better than chance."""

from __future__ import annotations

import base64
import gzip
import json
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from tocsin.core.sealing import SealKey
from tocsin.desk.story.cast import PERSONS
from tocsin.desk.story.words import REPORTS
from tocsin.site.pgfiles import SUPERUSER

from . import candidates, loot
from .candidates import Candidate
from .loot import Hunter, Loot
from .played import HERE, Played, connect, eventually, is_root, start

PEOPLE = candidates.draw(1000, seed=2012)
SIGNERS = PEOPLE[:500]
SIGNED = [number < 500 for number in range(1000)]
CHANCE = 0.1
"""How far from 0.5 a guess may be: with 500 and 500 chance alone strays by 0.018, so that is five times it."""
PUT = "INSERT INTO front_letterbox (id, kind, hour, payload) VALUES (%s, %s, %s, %s)"


def opened(played: Played, process: str, *more: str) -> Any:
    told = played.run(process, str(HERE / "opened_words.py"), process, *more)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


@pytest.fixture(scope="module")
def hunter(played: Played, rows: list[tuple[Any, ...]]) -> Hunter:
    """Looks for all that opening gives, on the desk and in the worker, but for what the family has released."""
    words = {base64.b64decode(word) for process in ("desk", "worker") for word in opened(played, process)}
    released = " ".join(text for (text,) in played.rows("SELECT text FROM disclosure_statement")).lower().encode()
    kept = {word for word in words if len(word) >= loot.SHORTEST and word.lower() not in released}
    wanted = [name for person in PERSONS for _script, name in person.names] + [report[2] for report in REPORTS]
    assert {word.encode() for word in wanted} | {b"supporter0@mail0.example", b"reader0@list.example"} <= kept
    return Hunter(kept)


@pytest.fixture(scope="module")
def rows(played: Played) -> list[tuple[uuid.UUID, str, Any, bytes]]:
    """500 signatures as the front's role put them into the letterbox, in the order in which they came."""
    seal = SealKey((played.instance.places.keys / "front" / "contact_seal.1").read_bytes())
    page = "SELECT encode(verdict_sha256, 'hex') FROM front_published WHERE path = %s"
    forms = {each: played.value(page, f"/{each}/campaigns/save-my-friend/") for each in ("en", "ko")}
    made = [person.row(seal, forms[person.language]) for person in SIGNERS]
    values = [(row.id, row.kind, row.hour, row.payload) for row in made]
    with connect(played.instance, "tocsin_front", "front") as front, front.cursor() as cursor:
        cursor.executemany(PUT, values)
    waiting = "SELECT count(*) FROM front_letterbox WHERE kind = 'sign'"
    eventually("500 signatures are drained", lambda: played.value(waiting) == 0)
    assert played.value("SELECT count(*) FROM campaigns_signature") >= len(SIGNERS)
    return values


@pytest.fixture(scope="module")
def dumped(played: Played, rows: list[tuple[Any, ...]]) -> Loot:
    with played.database() as superuser:
        return loot.dump(superuser)


@pytest.fixture(scope="module")
def hands(played: Played) -> dict[str, Any]:
    """What the front's user reaches, tried as that user."""
    places, database = played.instance.places, played.instance.config.database
    front, strangers = processes(played)
    paths = [path for holder in ("desk", "worker", "admin") for path in (places.keys / holder).rglob("*")]
    paths += [places.keys / holder for holder in ("desk", "worker", "admin")]
    paths += [played.instance.home / name for name in ("recovery", "media", "mailbox", "postgres")]
    paths += [places.data, *places.data.glob("*.conf"), *Path("/tmp").glob(".s.PGSQL.*")]  # noqa: S108
    paths += [Path(f"/proc/{one.pid}/{name}") for one in strangers for name in ("environ", "mem", "maps", "fd")]
    own = (places.keys / "front" / "database_password").read_text()
    base = f"host={database.host} port={database.port} dbname={database.name}"
    roles = (SUPERUSER, "tocsin_owner", "tocsin_desk", "tocsin_worker", "postgres")
    logins = [f"{base} user={role} password={secret}" for role in roles for secret in (own, "''", role)]
    sockets = [f"host={place} port={database.port} dbname={database.name} user={SUPERUSER}"
               for place in ("/tmp", "/run/postgresql", "/var/run/postgresql", str(places.data))]  # noqa: S108  # fmt: skip
    files = [path for path in played.instance.home.rglob("*") if path.is_file()]
    asked = {
        "files": [str(path) for path in [*files, *places.data.rglob("*")]],
        "own": front.pid,
        "paths": [str(path) for path in paths],
        "addresses": [*logins, *sockets, f"{base} user=tocsin_front password={own}"],
    }
    process = start(played.instance, "front", str(HERE / "front_hands.py"))
    told, faults = process.communicate(json.dumps(asked).encode(), timeout=120)
    assert process.returncode == 0, faults.decode()
    return dict(json.loads(told)) | {"asked": asked}


def processes(played: Played) -> tuple[psutil.Process, list[psutil.Process]]:
    """The front's own process; and all others: supervisor, database, and what the supervisor runs beside it."""
    supervisor = psutil.Process(int((played.instance.home / "supervisord.pid").read_text()))
    database = int((played.instance.places.data / "postmaster.pid").read_text().split("\n")[0])
    run = supervisor.children()
    (front,) = [one for one in run if one.environ().get("TOCSIN_PROCESS") == "front"]
    others = [below for one in run if one != front for below in (one, *one.children(recursive=True))]
    return front, [*others, supervisor, psutil.Process(database)]


def test_no_sealed_word_is_in_the_database(hunter: Hunter, dumped: Loot) -> None:
    assert len(dumped.pieces) > 400
    assert hunter.search(dumped.pieces.items()) == {}


def test_no_sealed_word_is_on_the_databases_disk(played: Played, hunter: Hunter) -> None:
    """Heap, write-ahead log, server log and our processes' logs: what a snapshot of the disk would hold."""
    folders = (played.instance.places.data, played.instance.places.logs)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    pieces = [(str(path), path.read_bytes()) for path in files if path.name != "postmaster.opts"]
    assert sum(len(content) for _where, content in pieces) > 10_000_000
    assert hunter.search(pieces) == {}


def test_no_sealed_word_is_in_what_the_front_holds(played: Played, hunter: Hunter, hands: dict[str, Any]) -> None:
    found = Loot()
    for path, content in hands["files"].items():
        found.add(path, base64.b64decode(content))
    environ = base64.b64decode(hands["environ"])
    assert b"TOCSIN_PROCESS=front" in environ
    found.add("environ", environ)
    with connect(played.instance, "tocsin_front", "front") as front:
        for table in readable_tables(front):
            for number, row in enumerate(front.execute(f"SELECT * FROM {table}")):  # noqa: S608 (a name of the catalogue)
                for place, value in enumerate(row):
                    found.add(f"{table} {number} {place}", value if isinstance(value, bytes) else str(value).encode())
    assert {Path(path).name for path in hands["files"]} >= {"contact_seal.1", "database_password", "instance.json"}
    assert hunter.search(found.pieces.items()) == {}


def test_the_search_would_find_a_word_in_every_coat() -> None:
    word = PERSONS[0].names[0][1]
    hunter = Hunter([word.encode()])
    for coat in loot.coats(word.encode()):
        assert hunter.search([("here", b"\x00\xff" + coat + b"\x80")]) == {word: {"here"}}
    planted = Loot()
    planted.add("page", gzip.compress(f"<p>{word}</p>".encode()))
    assert hunter.search(planted.pieces.items()) == {word: {"page, gunzipped"}}


def readable_tables(front: psycopg.Connection) -> list[str]:
    found = front.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
        " AND c.relkind IN ('r', 'p', 'v', 'm') AND (has_table_privilege(c.oid, 'SELECT')"
        " OR has_any_column_privilege(c.oid, 'SELECT')) ORDER BY 1"
    )
    return [name for (name,) in found.fetchall()]


def test_the_fronts_login_reads_the_window_and_nothing_else(played: Played) -> None:
    with connect(played.instance, "tocsin_front", "front") as front:
        assert readable_tables(front) == ["front_published", "front_state"]
        for wanted in ("front_letterbox", "supporters_contact", "core_audit", "cases_person_name", "pg_authid"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                front.execute(f"SELECT * FROM {wanted}")  # noqa: S608
        for trick in (
            "SELECT pg_read_file('postgresql.conf')",
            "COPY front_state TO PROGRAM 'cat'",
            "SET ROLE tocsin_desk",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                front.execute(trick)
        others = front.execute(
            "SELECT query FROM pg_stat_activity WHERE usename <> current_user"
            " AND query NOT IN ('', '<insufficient privilege>')"
        )
        assert others.fetchall() == []


def test_the_fronts_user_reaches_no_key_socket_or_environment_of_others(played: Played, hands: dict[str, Any]) -> None:
    if not is_root(played.instance):
        pytest.skip("Only root can give each process a user of its own; here all of them are one user.")
    assert hands["user"] == played.instance.places.users["front"].uid != 0
    assert len(hands["asked"]["paths"]) > 40
    assert hands["opened"] == []
    assert hands["entered"] == hands["asked"]["addresses"][-1:], "only the front's own login lets it in"
    assert {Path(path).parent.name for path in hands["files"] if "/keys/" in path} == {"front"}


def test_the_lists_order_is_no_better_than_chance(
    played: Played, rows: list[tuple[Any, ...]], dumped: Loot, hands: dict[str, Any]
) -> None:
    keys = [*dumped.values, *secrets_of(hands)]
    assert guesses(played, rows, dumped, keys) == {}


def test_with_the_workers_key_the_same_guess_is_right(dumped: Loot, played: Played) -> None:
    """So the guess would have succeeded, had the key been in the loot."""
    key = (played.instance.places.keys / "worker" / "contact_index.1").read_bytes()
    assert candidates.auc(candidates.by_keys(PEOPLE, dumped.values, [key]), SIGNED) == 1.0


def test_with_unpadded_lengths_the_same_guess_would_be_good() -> None:
    sealed = [(len(one.email) + 50, len(one.name) + 50) for one in SIGNERS]
    assert candidates.auc(candidates.by_lengths(lengths(PEOPLE), sealed), SIGNED) > 0.9


def secrets_of(hands: dict[str, Any]) -> list[bytes]:
    """Everything in the front's files and environment that may be a key, as it is and as text is read."""
    found = [base64.b64decode(content) for content in hands["files"].values()] + base64.b64decode(
        hands["environ"]
    ).split(b"\0")
    texts = [word for content in found if len(content) < 4096 for word in content.replace(b"=", b" ").split()]
    return [*found, *texts]


def lengths(people: Sequence[Candidate]) -> list[tuple[int, int]]:
    return [(len(one.email), len(one.name)) for one in people]


def guesses(played: Played, rows: list[tuple[Any, ...]], dumped: Loot, keys: list[bytes]) -> dict[str, float]:
    """The ways of sorting that beat chance, with how well."""
    contacts = played.rows(
        "SELECT length(sealed_address), coalesce(length(sealed_name), 0), country, language FROM supporters_contact"
    )
    seals = [SealKey(key) for key in keys if len(key) == 32]
    with_public = [
        float(any(seal.seal(said)[2:] in dumped.values for seal in seals[-8:] for said in candidates.spellings(one)))
        for one in PEOPLE[::50]
    ]
    assert not any(with_public), "sealing the same address again gives the same bytes"
    ways = {
        "unkeyed digests": candidates.by_digests(PEOPLE, dumped.values),
        "digests with keys of the loot": candidates.by_keys(PEOPLE, dumped.values, keys),
        "lengths of contacts": candidates.by_lengths(lengths(PEOPLE), [row[:2] for row in contacts]),
        "lengths in the letterbox": candidates.by_lengths(
            [(sum(pair),) for pair in lengths(PEOPLE)], [(len(row[3]),) for row in rows]
        ),
        "countries": candidates.by_share([one.country for one in PEOPLE], [row[2] for row in contacts]),
        "languages": candidates.by_share([one.language for one in PEOPLE], [row[3] for row in contacts]),
    }
    sorted_by = {way: candidates.auc(scores, SIGNED) for way, scores in ways.items()}
    return {way: value for way, value in sorted_by.items() if abs(value - 0.5) > CHANCE}


@pytest.fixture(scope="module")
def arrived(played: Played, rows: list[tuple[Any, ...]]) -> dict[str, int]:
    """Contact -> how many came before."""
    found = {contact: place for place, contact in enumerate(opened(played, "worker", *(one.email for one in SIGNERS)))}
    assert len(found) == len(SIGNERS)
    return found


ORDERS = {
    "contact ids": "SELECT id::text FROM supporters_contact ORDER BY id",
    "contacts as they lie": "SELECT id::text FROM supporters_contact ORDER BY ctid",
    "contacts by index": "SELECT id::text FROM supporters_contact ORDER BY blind_index",
    "signature ids": "SELECT contact_id::text FROM campaigns_signature ORDER BY id",
    "signatures as they lie": "SELECT contact_id::text FROM campaigns_signature ORDER BY ctid",
    "subscription ids": "SELECT contact_id::text FROM supporters_subscription ORDER BY id",
    "subscriptions as they lie": "SELECT contact_id::text FROM supporters_subscription ORDER BY ctid",
    "envelope ids": "SELECT contact_id::text FROM mailings_envelope ORDER BY id",
    "envelopes as they lie": "SELECT contact_id::text FROM mailings_envelope ORDER BY ctid",
}


@pytest.mark.parametrize("order", ORDERS)
def test_no_order_tells_who_of_a_batch_came_first(played: Played, arrived: dict[str, int], order: str) -> None:
    """Else a watcher of the wire, who knows when somebody was there, could join the two lists."""
    lie = [arrived[contact] for (contact,) in played.rows(ORDERS[order]) if contact in arrived]
    assert sorted(lie) == list(range(len(SIGNERS)))
    assert abs(candidates.spearman(lie, range(len(lie)))) < 0.2
