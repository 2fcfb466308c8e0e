"""The database goes, comes back, or is slow; too many come at once. Pages go on; nothing acknowledged is lost."""

from __future__ import annotations

import asyncio

import asyncpg
import httpx
import psycopg
import pytest

from tocsin.front.models import Letterbox
from tocsin.front.server.batches import Batch, LetterboxRow
from tocsin.front.server.line import Line

from .conftest import COMMITTED, SIGNED, Keys, Loop, dsn, put
from .wire import Cable

pytestmark = COMMITTED

CAMPAIGN = "/en/campaigns/save-my-friend/"
SIGN = f"{CAMPAIGN}sign"


def test_without_a_database_pages_stay_and_forms_wait(front: Loop, cable: Cable) -> None:
    assert front.post(SIGN, data=SIGNED).status_code == 303
    cable.cut()
    said = front.post(SIGN, data=SIGNED)
    assert (said.status_code, said.text, said.headers["retry-after"]) == (503, "<h1>en busy</h1>", "5")
    assert front.post(SIGN, json=SIGNED).json() == {"status": "busy"}
    assert front.get(CAMPAIGN).status_code == 200
    assert front.until("/-/ready", 503).status_code == 503
    assert Letterbox.objects.count() == 1
    put("/en/", "<h1>changed meanwhile</h1>")
    cable.mend()
    assert front.until("/-/ready", 200).status_code == 200
    assert front.post(SIGN, data=SIGNED).status_code == 303
    assert Letterbox.objects.count() == 2
    while "changed" not in front.get("/en/").text:
        front.pause()


def test_connections_that_the_server_ended_are_replaced(front: Loop, database_port: int) -> None:
    assert front.post(SIGN, data=SIGNED).status_code == 303
    with psycopg.connect(dsn(database_port)) as own:  # a role may end its own
        own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert front.post(SIGN, data=SIGNED).status_code == 303
    assert Letterbox.objects.count() == 2
    put("/en/", "<h1>changed meanwhile</h1>")
    while "changed" not in front.get("/en/").text:
        front.pause()


def test_the_front_starts_without_a_database(cable: Cable, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    from tocsin.front.server import app, build  # noqa: PLC0415

    monkeypatch.setattr(app, "FIRST_LOAD_SECONDS", 0.2)
    cable.cut()
    loop = Loop(
        build(
            database_dsn=dsn(cable.port), contact_seal=keys.contact.seal_key, report_seal=keys.reports.seal_key,
            verifier=keys.links.verifier, origins=frozenset(), languages=("en", "ko"), default_language="en",
        )
    )  # fmt: skip
    try:
        assert loop.get("/-/ready").status_code == 503
        assert loop.get(CAMPAIGN).status_code == 503
        assert loop.post(SIGN, data=SIGNED).status_code == 503
        cable.mend()
        assert loop.until(CAMPAIGN, 200).status_code == 200
    finally:
        loop.close()


def test_too_many_at_once_are_told_to_come_back(front: Loop, cable: Cable) -> None:
    front.front.letterbox._most = 3

    async def crowd() -> list[httpx.Response]:
        return await asyncio.gather(*(front.client.post(SIGN, data=SIGNED) for _ in range(40)))

    answers = front._runner.run(crowd())
    accepted = [said for said in answers if said.status_code == 303]
    assert {said.status_code for said in answers} == {303, 503}
    assert Letterbox.objects.count() == len(accepted)


class Losing:
    """A connection whose first insert is committed and its answer lost."""

    def __init__(self, live: asyncpg.Connection) -> None:
        self._live = live
        self._lost = False

    def is_closed(self) -> bool:
        return self._live.is_closed()

    def terminate(self) -> None:
        self._live.terminate()

    async def execute(self, *arguments: object) -> None:
        await self._live.execute(*arguments)
        if not self._lost:
            self._lost = True
            raise ConnectionResetError


def test_a_batch_whose_answer_was_lost_is_there_once(site: None, database_port: int) -> None:
    async def commit() -> None:
        line = Line(dsn(database_port))
        line._connection = Losing(await line._live())  # type: ignore[assignment]
        await line.commit(Batch.of([LetterboxRow("sign", 0, b"x" * 600) for _ in range(3)]))
        line.drop()

    asyncio.run(commit())
    assert Letterbox.objects.count() == 3


def test_nor_twice_when_the_worker_was_quicker_than_the_second_try(site: None, database_port: int) -> None:
    async def commit(batch: Batch) -> None:
        line = Line(dsn(database_port))
        await line.commit(batch)
        line.drop()

    batch = Batch.of([LetterboxRow("sign", 0, b"x" * 600)])
    asyncio.run(commit(batch))
    Letterbox.objects.all().delete()
    asyncio.run(commit(batch))
    assert not Letterbox.objects.exists()


def test_no_request_is_repeated_in_a_log(front: Loop, cable: Cable, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="tocsin.front")
    cable.cut()
    front.post(SIGN, data=SIGNED)
    front.get("/en/?t=haneul")
    front.front.window.get = None  # type: ignore[method-assign, assignment]
    assert front.get("/en/?haneul@example.org").status_code == 500
    told = "".join(record.getMessage() for record in caplog.records if record.name == "tocsin.front")
    assert "A request failed: TypeError" in told
    assert "haneul" not in told
    assert "127.0.0.1" not in told
