"""A published row as the front reads it, and whether it may be served at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from tocsin.front import logs, open_data, shapes
from tocsin.front.encodings import is_brotli_of, is_gzip_of
from tocsin.front.figures import CONTENT_TYPE, read_figures

COLUMNS = (
    "path, language, status, content_type, headers, body, gzip, brotli, slots, messages, origins,"
    " releases <> '{}' AS released, source, verdict_sha256, guard_version, live_version"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of front_published."""

    path: str
    language: str
    status: int
    content_type: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    gzip: bytes | None = field(repr=False)
    brotli: bytes | None = field(repr=False)
    slots: bool
    messages: Mapping[str, str]
    origins: frozenset[str]
    released: bool
    source: str
    verdict_sha256: bytes | None
    guard_version: int | None
    live_version: int

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Row:
        """From a record of COLUMNS; JSON comes as text."""
        values = {**record}
        values["headers"] = _texts(values["headers"])
        values["messages"] = _texts(values["messages"])
        values["origins"] = frozenset(values["origins"])
        return cls(**values)

    def figures(self) -> dict[str, int] | None:
        """The figures of a worker's row of the right shape, else None."""
        if self.source != "worker" or self.status != 200 or self.content_type != CONTENT_TYPE:
            return None
        if self.slots or self.language or self.headers:
            return None
        return read_figures(self.path, self.body)

    def _is_of_shape(self) -> bool:
        """Whether this is the worker's row of a tree of signatures, or of open data, and nothing else."""
        if self.source != "worker" or self.status != 200 or self.slots or self.language or self.headers:
            return False
        if logs.is_log(self.path, self.body):
            return self.content_type == logs.content_type(self.path)
        return open_data.is_open_data(self.path, self.body) and self.content_type == open_data.content_type(self.path)

    def may_be_served(self, guard_version: int) -> bool:
        """Whether these bytes have a current verdict, or are figures and nothing else. Fails closed."""
        if self.source != "desk":
            return self.figures() is not None or self._is_of_shape()
        return (
            self.guard_version == guard_version
            and guard_version > 0
            and self.verdict_sha256 == hashlib.sha256(self.body).digest()
            and self._shapely()
            and (self.gzip is None or is_gzip_of(self.gzip, self.body))
            and (self.brotli is None or is_brotli_of(self.brotli, self.body))
        )

    def _shapely(self) -> bool:
        return (
            shapes.PATH.fullmatch(self.path) is not None
            and self.status in shapes.STATUSES
            and shapes.LANGUAGE.fullmatch(self.language) is not None
            and shapes.CONTENT_TYPE.fullmatch(self.content_type) is not None
            and shapes.headers_allowed(self.headers)
        )


def _texts(value: str) -> dict[str, str]:
    """A JSON object of texts; an unreadable one makes headers that no row may have."""
    try:
        return msgspec.json.decode(value, type=dict[str, str])
    except msgspec.DecodeError:
        return {"unreadable": ""}
