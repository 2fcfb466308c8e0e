"""The worker's parts that run for ever: they end when asked, and wait for a database that is away."""

from __future__ import annotations

import threading
import time
from typing import Any

import psycopg
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tocsin.mailings import draining, tasks
from tocsin.mailings.models import Letter
from tocsin.mailings.queueing import FREEZE, SLICE

from .people import newsletter
from .test_claims import frozen

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
