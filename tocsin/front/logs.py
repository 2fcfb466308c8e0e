"""The tree of a campaign's signatures in the window: like figures, read by no guard, and of a shape that tells nothing.

Below ``/campaigns/SLUG/log/``: ``checkpoint`` and ``key`` (text), ``tile/L/N`` and ``tile/entries/N`` (C2SP tlog-tiles;
with ``.p/W`` where not full), and ``find/XX``: for the entries whose half begins with that byte, 8 more bytes of it and
the entry's index in 5 bytes, in order. Imports no Django.
"""

from __future__ import annotations

import re

from tocsin.core.merkle import HASH_BYTES, TILE_WIDTH

from .figures import SLUG
from .verify_receipt import FIND_RECORD, WIDTH, Forged, entries_of

BYTES, TEXT = "application/octet-stream", "text/plain; charset=utf-8"
# The database's own constraint repeats these (migration 0004): to change them, make it anew.
TILE = r"tile/(?:[0-9]|[1-5][0-9]|entries)/(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?"
PATH = re.compile(rf"/campaigns/({SLUG})/log/(checkpoint|key|find/[0-9a-f]{{2}}|{TILE})")
_ORIGIN = r"[A-Za-z0-9.:\[\]-]{1,255}/campaigns/" + SLUG + "/log"
_BASE64 = r"[A-Za-z0-9+/]{%s}={0,2}"
_CHECKPOINT = re.compile(
    rf"(?P<origin>{_ORIGIN})\n(?:0|[1-9][0-9]{{0,17}})\n{_BASE64 % 43}=\n\n\u2014 (?P=origin) {_BASE64 % '90,91'}\n"
)
_KEY = re.compile(rf"{_ORIGIN}\+[0-9a-f]{{8}}\+{_BASE64 % 44}\n")
_LARGEST_FIND = 1 << 20
_ENTRY_BYTES = {1: 65, 2: 33, 3: 33, 4: 33}


def log_root(campaign: str) -> str:
    """The address below which a campaign's tree is, by its slug."""
    return f"/campaigns/{campaign}/log/"


def content_type(path: str) -> str:
    return TEXT if path.endswith(("/checkpoint", "/key")) else BYTES


def campaign_of(path: str) -> str | None:
    """The campaign's slug of a path of its tree, else None."""
    found = PATH.fullmatch(path)
    return found[1] if found else None


def is_lasting(path: str) -> bool:
    """Whether what stands there never changes (a tile of one width)."""
    return campaign_of(path) is not None and "/log/tile/" in path


def is_log(path: str, body: bytes) -> bool:
    """Whether the bytes are what may stand at that address of a tree."""
    found = PATH.fullmatch(path)
    if found is None:
        return False
    below = found[2]
    if below in ("checkpoint", "key"):
        return _is_text(_CHECKPOINT if below == "checkpoint" else _KEY, body)
    if below.startswith("find/"):
        return len(body) % FIND_RECORD == 0 and 0 < len(body) <= _LARGEST_FIND
    width = int(below.rpartition(".p/")[2]) if ".p/" in below else TILE_WIDTH
    if width > TILE_WIDTH or below.endswith(f".p/{TILE_WIDTH}"):
        return False
    return _is_bundle(body, width) if below.startswith("tile/entries/") else len(body) == HASH_BYTES * width


def _is_text(shape: re.Pattern[str], body: bytes) -> bool:
    try:
        return shape.fullmatch(body.decode()) is not None
    except UnicodeDecodeError:
        return False


def _is_bundle(body: bytes, width: int) -> bool:
    try:
        entries = entries_of(body)
    except Forged:
        return False
    return len(entries) == width <= WIDTH and all(_ENTRY_BYTES.get(e[0] if e else 0) == len(e) for e in entries)
