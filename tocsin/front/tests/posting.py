"""Posting into the letterbox as the front does, for every room's tests."""

from __future__ import annotations

import datetime as dt
import time

from tocsin.core.actions import Actor
from tocsin.core.keys import keyring
from tocsin.front.drain import Drained, drain_batch
from tocsin.front.models import Letterbox
from tocsin.front.payloads import AnyPayload, encode, kind_of

LETTERBOX = Actor("system:letterbox")


def hour(at: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(at - at % 3600, dt.UTC)


def now() -> int:
    return int(time.time())


def post(*payloads: AnyPayload, key: str = "contact") -> list[Letterbox]:
    """One sealed row for each payload."""
    seal = keyring().open_key(key).seal_key
    return Letterbox.objects.bulk_create(
        Letterbox(kind=kind_of(said), hour=hour(said.at), payload=seal.seal(encode(said))) for said in payloads
    )


def drain(limit: int = 500) -> dict[str, dict[str, int]]:
    """Drain one batch as the worker does; the outcomes by kind."""
    return {kind: dict(outcomes) for kind, outcomes in drained(limit).outcomes.items()}


def drained(limit: int = 500) -> Drained:
    return drain_batch(actor=LETTERBOX, limit=limit)
