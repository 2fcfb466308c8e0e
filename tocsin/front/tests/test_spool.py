"""While the database is away, rows wait on disk: each acknowledged one is there once at the end, whatever is killed."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.front.models import Letterbox, LetterboxBatch
from tocsin.front.server import spool as spool_module
from tocsin.front.server.batches import Batch, Damaged, LetterboxRow, decode, encode
from tocsin.front.server.letterbox import Busy
from tocsin.front.server.letterbox import Letterbox as Slot
from tocsin.front.server.line import Line
from tocsin.front.server.spool import Spool, SpoolFull

from .conftest import COMMITTED, dsn
from .wire import Cable

HOUR = 1_700_000_000 // 3600 * 3600


def batch(rows: int = 3) -> Batch:
    return Batch.of([LetterboxRow("sign", HOUR + 5, os.urandom(600)) for _ in range(rows)])


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    kept = Spool(tmp_path / "spool")
    kept.open()
    return kept


def test_a_batch_is_read_as_it_was_kept_but_for_the_second(spool: Spool) -> None:
    said = batch()
    spool.keep(said)
    (path,) = spool.waiting()
    read = spool.read(path)
    assert read is not None
    assert (read.id, [row.id for row in read.rows]) == (said.id, [row.id for row in said.rows])
    assert [row.payload for row in read.rows] == [row.payload for row in said.rows]
    assert {row.at for row in read.rows} == {HOUR}
    assert (path.stat().st_mode & 0o777, spool.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    spool.remove(path)
    assert spool.waiting() == []
    assert spool.read(path) is None


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_changed_or_torn_file_is_noticed(data: st.DataObject) -> None:
    held = encode(batch(2))
    cut = data.draw(st.integers(0, len(held) - 1))
    with pytest.raises(Damaged):
        decode(held[:cut])
    changed = bytearray(held)
    changed[cut] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        decode(bytes(changed))


def test_a_damaged_file_is_set_aside_and_holds_up_nobody(spool: Spool, caplog: pytest.LogCaptureFixture) -> None:
    (spool.folder / f"{uuid.uuid4().hex}.rows").write_bytes(encode(batch())[:-1])
    spool.keep(batch())
    assert [spool.read(path) is None for path in spool.waiting()] == [True, False]
    assert len(spool.waiting()) == len(list(spool.folder.glob("*.aside"))) == 1
    assert "set aside" in caplog.text


def test_what_was_never_finished_is_cleared_away_later(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    unfinished = spool.folder / "a.new"
    unfinished.write_bytes(b"half")
    spool.open()
    assert unfinished.exists()  # another process may be writing it at this moment
    os.utime(unfinished, (1, 1))
    spool.open()
    assert not unfinished.exists()


@pytest.mark.parametrize("step", ["write", "rename", "fsync"])
def test_a_full_disk_keeps_nothing_and_says_so(spool: Spool, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patch:
        if step == "write":
            patch.setattr(os, "fsync", full)
        elif step == "rename":
            patch.setattr(Path, "rename", full)
        else:
            patch.setattr(spool_module, "_sync_folder", full)
        with pytest.raises(OSError, match="space"):
            spool.keep(batch())
    assert list(spool.folder.iterdir()) == []


def test_there_is_a_limit(spool: Spool) -> None:
    spool.most_bytes = 3_000
    spool.keep(batch())
    with pytest.raises(SpoolFull):
        spool.keep(batch())


# -- with a database that goes and comes back


class Box:
    """A letterbox with its spool, on a loop of its own."""

    def __init__(self, port: int, folder: Path) -> None:
        self.runner = asyncio.Runner()
        self.slot = Slot(dsn(port), Spool(folder))
        self.runner.run(self.slot.open())

    def put(self, rows: int) -> list[bool]:
        async def one() -> bool:
            try:
                await self.slot.put(LetterboxRow("sign", HOUR, os.urandom(600)))
            except Busy:
                return False
            return True

        async def all_of_them() -> list[bool]:
            return await asyncio.gather(*(one() for _ in range(rows)))

        return self.runner.run(all_of_them())

    def until_empty(self, folder: Path, seconds: float = 10.0) -> None:
        limit = time.monotonic() + seconds
        while list(folder.glob("*.rows")) and time.monotonic() < limit:
            self.runner.run(asyncio.sleep(0.05))

    def close(self) -> None:
        self.runner.run(self.slot.close())
        self.runner.close()


@pytest.fixture
def box(cable: Cable, tmp_path: Path) -> Iterator[Box]:
    held = Box(cable.port, tmp_path / "spool")
    yield held
    held.close()


@COMMITTED
def test_rows_come_in_when_the_database_is_back(box: Box, cable: Cable, tmp_path: Path) -> None:
    assert all(box.put(5))
    cable.cut()
    assert all(box.put(40))
    assert all(box.put(3))
    assert Letterbox.objects.count() == 5
    cable.mend()
    box.until_empty(tmp_path / "spool")
    assert Letterbox.objects.count() == 48
    assert all(box.put(2))
    assert Letterbox.objects.count() == 50
    assert LetterboxBatch.objects.count() <= 50


@COMMITTED
def test_a_full_disk_refuses_and_nothing_is_lost(
    box: Box, cable: Cable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cable.cut()
    assert all(box.put(4))
    monkeypatch.setattr(box.slot._spool, "most_bytes", 10)
    assert not any(box.put(4))
    cable.mend()
    box.until_empty(tmp_path / "spool")
    assert Letterbox.objects.count() == 4


@COMMITTED
def test_a_row_that_the_database_refuses_falls_alone(box: Box) -> None:
    async def crowd() -> list[object]:
        good = [LetterboxRow("sign", HOUR, os.urandom(600)) for _ in range(5)]
        rows = [*good, LetterboxRow("sign", HOUR, b"short")]
        return await asyncio.gather(*(box.slot.put(row) for row in rows), return_exceptions=True)

    said = box.runner.run(crowd())
    assert [isinstance(each, Busy) for each in said] == [False] * 5 + [True]
    assert Letterbox.objects.count() == 5


@COMMITTED
def test_a_file_whose_removal_was_lost_is_not_brought_in_twice(cable: Cable, tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool")
    spool.open()
    said = batch(4)
    spool.keep(said)

    async def commit() -> None:
        line = Line(dsn(cable.port))
        await line.commit(said)
        line.drop()

    asyncio.run(commit())
    Letterbox.objects.all().delete()  # the worker has acted on them
    box = Box(cable.port, spool.folder)
    box.until_empty(spool.folder)
    box.close()
    assert (Letterbox.objects.count(), spool.waiting()) == (0, [])


KILLED = """
import asyncio, os, sys
from pathlib import Path
from tocsin.front.server.batches import LetterboxRow
from tocsin.front.server.letterbox import Letterbox
from tocsin.front.server.spool import Spool

async def main():
    box = Letterbox(sys.argv[1], Spool(Path(sys.argv[2])))
    await box.open()
    async def person():
        while True:
            row = LetterboxRow("sign", 1700000000, os.urandom(600))
            await box.put(row)
            os.write(1, row.id.hex.encode() + b"\\n")  # this is the acknowledgement
    await asyncio.gather(*(person() for _ in range(8)))

asyncio.run(main())
"""


@COMMITTED
@pytest.mark.parametrize("after", [0.05, 0.2, 0.6])
def test_kill_9_neither_loses_nor_doubles_what_was_acknowledged(cable: Cable, tmp_path: Path, after: float) -> None:
    """Killed while the database goes away and comes back, then started again."""
    folder = tmp_path / "spool"
    command = [sys.executable, "-c", KILLED, dsn(cable.port), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(after / 2)
        cable.cut()
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        told = (first + process.stdout.read()).split(b"\n")
    cable.mend()
    box = Box(cable.port, folder)
    box.until_empty(folder)
    box.close()
    acknowledged = {uuid.UUID(line.decode()) for line in told if len(line) == 32}
    there = list(Letterbox.objects.values_list("id", flat=True))
    assert len(acknowledged) > 8
    assert acknowledged <= set(there)
    assert len(there) <= len(acknowledged) + 8  # at most those in flight were not told
