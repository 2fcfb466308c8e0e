"""What the guard stopped, for the people of the case alone: its sentences, sealed under the case's key."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tocsin.cases import vault

from .examination import Finding

MOST_STOPS = 8


@dataclass(frozen=True)
class Stop:
    """One sentence (its words' SHA-256 in hexadecimal) in which something of a case stands, and where it was."""

    place: str
    line: int
    language: str
    kind: str
    said: str
    sentence: str


def cases_of(findings: Iterable[Finding]) -> list[str]:
    """The cases whose identifiers were found; reporters without a case have none."""
    return sorted({str(finding.case_id) for finding in findings if finding.case_id is not None})


def sealed_stops(findings: Sequence[Finding]) -> dict[str, str]:
    """Case id -> its own stops, readable with its key alone. Facts of a refusal, which go into the audit."""
    found: dict[UUID, list[Stop]] = {}
    for one in findings:
        if one.case_id is not None:
            stop = Stop(one.place, one.line, one.language, one.kind, one.said, one.sentence.hex())
            stops = found.setdefault(one.case_id, [])
            if stop not in stops and len(stops) < MOST_STOPS:
                stops.append(stop)
    return {str(case_id): _seal(case_id, stops) for case_id, stops in found.items()}


def open_stops(case_id: UUID, facts: Mapping[str, object]) -> tuple[Stop, ...]:
    """What a refusal's facts hold for a case. Raises KeyMissing, KeyExposed, SealingError."""
    stops = facts.get("stops")
    sealed = stops.get(str(case_id)) if isinstance(stops, dict) else None
    if not sealed:
        return ()
    opened = vault.open_text(case_id, context(case_id), base64.b64decode(sealed))
    return tuple(Stop(**stop) for stop in json.loads(opened))


def context(case_id: UUID) -> str:
    """The place for which stops are sealed."""
    return f"guard.stops:{case_id}"


def _seal(case_id: UUID, stops: Sequence[Stop]) -> str:
    text = json.dumps([vars(stop) for stop in stops], ensure_ascii=False)
    return base64.b64encode(vault.seal(case_id, context(case_id), text)).decode()
