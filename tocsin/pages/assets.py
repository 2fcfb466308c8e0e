"""The stylesheet and the mark, at addresses that hold their hash: they are kept for a year and never go stale."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from .outputs import Output

FOLDER = Path(__file__).resolve().parent / "static"
STYLE, MARK = "pages/tocsin.css", "pages/mark.svg"
_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


def style_path() -> str:
    return _asset(STYLE).path


def mark_path() -> str:
    return _asset(MARK).path


def assets() -> list[Output]:
    """Both as outputs without a language."""
    return [_asset(STYLE), _asset(MARK)]


@functools.cache
def _asset(name: str) -> Output:
    body = (FOLDER / name).read_bytes()
    stem, _, ending = Path(name).name.rpartition(".")
    path = f"/static/{stem}.{hashlib.sha256(body).hexdigest()[:16]}.{ending}"
    return Output(path=path, language="", body=body, content_type=_TYPES[ending])
