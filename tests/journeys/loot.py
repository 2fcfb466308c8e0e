"""What a thief carries off, and looking for words in it in every coat that they might wear."""

from __future__ import annotations

import base64
import contextlib
import gzip
import html
import json
import quopri
import unicodedata
import urllib.parse
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import ahocorasick
import brotli
import psycopg
from psycopg import sql

SHORTEST = 6
"""Bytes: what is shorter stands everywhere by chance."""
TABLES = (
    "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'm', 'S') AND n.nspname NOT IN ('information_schema', 'pg_toast')"
    " AND (n.nspname <> 'pg_catalog' OR c.relname IN ('pg_authid', 'pg_db_role_setting', 'pg_largeobject',"
    " 'pg_description', 'pg_statistic', 'pg_proc', 'pg_seclabel')) ORDER BY 1, 2"
)


@dataclass
class Loot:
    """``pieces``: where it lay -> its bytes. ``values``: each value of a bytea column by itself."""

    pieces: dict[str, bytes] = field(default_factory=dict)
    values: list[bytes] = field(default_factory=list)

    def add(self, where: str, content: bytes) -> None:
        self.pieces[where] = content
        for name, plain in unpacked(content):
            self.pieces[f"{where}, {name}"] = plain


def dump(connection: psycopg.Connection) -> Loot:
    """Every column of every table, statistics and functions of the catalogue included, as this role reads it."""
    loot = Loot()
    for schema, table in connection.execute(TABLES).fetchall():
        read = sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, table))
        cursor = connection.execute(read)
        names = [column.name for column in cursor.description or ()]
        for row in cursor:
            for name, value in zip(names, row, strict=True):
                _add(loot, f"{schema}.{table}.{name}", value)
    return loot


def _add(loot: Loot, where: str, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, memoryview | bytes):
        loot.values.append(bytes(value))
        content = bytes(value)
        for name, plain in unpacked(content):
            loot.pieces[f"{where}, {name}"] = loot.pieces.get(f"{where}, {name}", b"") + b"\n" + plain
    else:
        structured = isinstance(value, dict | list)
        content = (json.dumps(value, ensure_ascii=False, default=str) if structured else str(value)).encode()
    loot.pieces[where] = loot.pieces.get(where, b"") + b"\n" + content


def unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """What it is when it was compressed."""
    for name, unpack in (("gunzipped", gzip.decompress), ("inflated", zlib.decompress), ("brotli", brotli.decompress)):
        with contextlib.suppress(OSError, EOFError, zlib.error, brotli.error):
            if plain := unpack(content):
                yield name, plain


def coats(word: bytes) -> Iterator[bytes]:
    """The encodings under which a word may be lying there."""
    yield from _binary(word)
    with contextlib.suppress(UnicodeDecodeError):
        text = word.decode()
        for form in {text, text.lower(), text.upper(), unicodedata.normalize("NFD", text)}:
            yield from _textual(form)


def _textual(text: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield from _binary(text.encode(encoding))
    with contextlib.suppress(UnicodeEncodeError):
        yield from _binary(text.encode("euc-kr"))
    yield from (urllib.parse.quote(text, safe="").encode(), urllib.parse.quote_plus(text).encode())
    yield json.dumps(text)[1:-1].encode()
    yield html.escape(text).encode()
    yield text.encode("ascii", "xmlcharrefreplace")
    yield quopri.encodestring(text.encode())


def _binary(raw: bytes) -> Iterator[bytes]:
    yield raw
    yield raw[::-1]
    yield from (raw.hex().encode(), raw.hex().upper().encode())
    for shift in range(3):  # where it begins within three bytes of base64; what hangs over on either side is left out
        whole = base64.b64encode(bytes(shift) + raw)[(0, 2, 3)[shift] : (shift + len(raw)) * 8 // 6]
        if len(whole) >= 8:
            yield whole
            yield whole.replace(b"+", b"-").replace(b"/", b"_")


class Hunter:
    """Finds words in any of their coats, all at once."""

    def __init__(self, words: Iterable[bytes]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word in words:
            for coat in coats(word):
                if len(coat) >= SHORTEST:
                    self._automaton.add_word(coat.decode("latin-1"), word.decode(errors="backslashreplace"))
        self._automaton.make_automaton()

    def search(self, pieces: Iterable[tuple[str, bytes]]) -> dict[str, set[str]]:
        """Word -> where it was found."""
        found: dict[str, set[str]] = {}
        for where, content in pieces:
            for _end, word in self._automaton.iter(content.decode("latin-1")):
                found.setdefault(word, set()).add(where)
        return found
