"""Bytes as text. What is text is read whole; of pictures and documents, the strings that stand between other bytes.

Among millions of compressed bytes any short name occurs by chance, so there only what looks like a string counts: a
long run of text, or one that NUL bytes enclose (as in EXIF), in UTF-8, Latin-1 or UTF-16.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOST_CONTROLS = 0.02
_UTF8 = rb"(?:[\x20-\x7e\t\r\n]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
_LATIN = rb"[A-Za-z '.,\-\xc0-\xff]"
# Of UTF-16, at either alignment: letters of Latin, Greek, Cyrillic, kana, Han and Hangul, and what stands in names.
_WIDE = re.compile(r"[\x20-\x7e\u00c0-\u052f\u1e00-\u1fff\u2010-\u2019\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{2,}")


def _strings(letter: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?<=\x00)" + letter + rb"{2,}(?=\x00)|" + letter + rb"{12,}")


_UTF8_STRINGS, _LATIN_STRINGS = _strings(_UTF8), _strings(_LATIN)


def as_text(body: bytes) -> Iterator[tuple[str, bool]]:
    """Every text that the bytes hold, and whether it may be markup."""
    if b"\x00" not in body:
        try:
            yield body.decode(), True
        except UnicodeDecodeError:
            pass
        else:
            return
    if len(_CONTROLS.findall(body)) <= len(body) * _MOST_CONTROLS:
        for encoding in ("utf-8", "latin-1"):
            yield body.decode(encoding, errors="ignore"), True
    yield b"\n".join(_UTF8_STRINGS.findall(body)).decode(errors="ignore"), True
    yield b"\n".join(_LATIN_STRINGS.findall(body)).decode("latin-1"), False
    for encoding in ("utf-16-le", "utf-16-be"):
        for start in (0, 1):
            yield "\n".join(_WIDE.findall(body[start:].decode(encoding, errors="ignore"))), False
