"""The worker's parts that run for ever: they end when asked, and wait for a database that is away."""

from __future__ import annotations

import threading
import time
from typing import Any

import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tocsin.mailings import draining, tasks
from tocsin.mailings.models import Letter
from tocsin.mailings.queueing import FREEZE, SLICE

from .people import newsletter
from .test_claims import COMMITTED, frozen

Connections = list[float]


def test_the_drain_waits_longer_and_longer_for_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    stop, tried = threading.Event(), Connections()

    def refuse(**_options: Any) -> None:
        tried.append(time.monotonic())
        if len(tried) == 3:
            stop.set()
        raise psycopg.OperationalError("away")

    monkeypatch.setattr(draining.psycopg, "connect", refuse)
    monkeypatch.setattr(draining, "SHORTEST_WAIT", 0.05)
    draining.drain_until(stop)
    assert len(tried) == 3
    assert tried[2] - tried[1] > (tried[1] - tried[0]) * 1.2


@pytest.mark.django_db
def test_what_is_due_is_queued_once(world: object) -> None:
    letter = newsletter()
    assert queued(letter) == [FREEZE]
    tasks.carry_on()
    assert queued(letter) == [FREEZE]
    Letter.objects.all().update(state="stopped")
    other = frozen(3)
    assert sorted(queued(other)) == [FREEZE, SLICE]
    tasks.carry_on()
    assert sorted(queued(other)) == [FREEZE, SLICE]


def queued(letter: Letter) -> list[str]:
    return list(ProcrastinateJob.objects.filter(args={"letter_id": str(letter.pk)}).values_list("task_name", flat=True))


@COMMITTED
def test_jobs_of_the_dead_are_queued_anew_or_forgotten() -> None:
    """Two jobs were in the hands of a worker that died; the second has a successor already."""
    rows = [
        ("doing", "one", "11111111-1111-1111-1111-111111111111"),
        ("doing", "two", "22222222-2222-2222-2222-222222222222"),
        ("todo", "two", "22222222-2222-2222-2222-222222222222"),
    ]
    with connection.cursor() as cursor:
        for state, lock, letter in rows:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock, args)"
                " VALUES ('letters', %s, %s::procrastinate_job_status, %s, jsonb_build_object('letter_id', %s::text))",
                [SLICE, state, lock, letter],
            )
        async_to_sync(tasks.rescue_jobs.func)(timestamp=0)
        cursor.execute("SELECT queueing_lock, status FROM procrastinate_jobs ORDER BY queueing_lock")
        assert cursor.fetchall() == [("one", "todo"), ("two", "todo")]
        cursor.execute("DELETE FROM procrastinate_jobs")
