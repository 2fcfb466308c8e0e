"""The stylesheet, the mark and the one script, at addresses that hold their hash: kept for a year, never stale.

And the program that checks receipts, at an address that people can type.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from tocsin.front import verify_receipt

from .outputs import Output

FOLDER = Path(__file__).resolve().parent / "static"
STYLE, MARK, RECEIPT = "pages/tocsin.css", "pages/mark.svg", "pages/receipt.js"
_TYPES = {
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "js": "text/javascript; charset=utf-8",
}
PROGRAM_PATH = "/verify_receipt.py"


def style_path() -> str:
    return _asset(STYLE).path


def mark_path() -> str:
    return _asset(MARK).path


def receipt_path() -> str:
    return _asset(RECEIPT).path


def assets() -> list[Output]:
    """All as outputs without a language."""
    return [_asset(STYLE), _asset(MARK), _asset(RECEIPT), _program()]


def _program() -> Output:
    body = Path(verify_receipt.__file__).read_bytes()
    return Output(path=PROGRAM_PATH, language="", body=body, content_type="text/plain; charset=utf-8")


@functools.cache
def _asset(name: str) -> Output:
    body = (FOLDER / name).read_bytes()
    stem, _, ending = Path(name).name.rpartition(".")
    path = f"/static/{stem}.{hashlib.sha256(body).hexdigest()[:16]}.{ending}"
    return Output(path=path, language="", body=body, content_type=_TYPES[ending])
