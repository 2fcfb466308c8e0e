"""Merkle trees as in RFC 6962, 2.1 (and RFC 9162, 2.1): SHA-256, leaves and nodes told apart. Imports no Django.

A tree is kept as tiles (C2SP tlog-tiles): tile N of level L holds, for 256 neighbours at most, the hashes of complete
subtrees of 256**L leaves each. A tile that is not full yet is the tree's right edge at its level.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

HASH_BYTES = 32
TILE_WIDTH = 256
EMPTY_ROOT = hashlib.sha256(b"").digest()

TileAt = tuple[int, int]
"""Level (0 for leaves) and number of a tile."""


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def subtree_root(hashes: Sequence[bytes]) -> bytes:
    """The root over neighbouring hashes of complete subtrees of one size (RFC 9162, 2.1.1), however many."""
    if not hashes:
        return EMPTY_ROOT
    return _fold(_peaks(hashes))


def _peaks(hashes: Sequence[bytes]) -> list[bytes]:
    """Roots of the largest complete subtrees, from left to right."""
    peaks, start = [], 0
    for bit in range(len(hashes).bit_length() - 1, -1, -1):
        if len(hashes) >> bit & 1:
            layer = list(hashes[start : start + (1 << bit)])
            while len(layer) > 1:
                layer = [node_hash(layer[i], layer[i + 1]) for i in range(0, len(layer), 2)]
            peaks.append(layer[0])
            start += 1 << bit
    return peaks


def _fold(peaks: Sequence[bytes]) -> bytes:
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


@dataclass
class Edge:
    """The right edge of a tree: by level, the hashes of its last tile where that is not full.

    ``add`` grows the tree and gives the tiles that changed; ``root`` is over all leaves, however many there are.
    """

    size: int = 0
    open_tiles: dict[int, list[bytes]] = field(default_factory=dict)

    def add(self, leaves: Sequence[bytes]) -> dict[TileAt, list[bytes]]:
        """Append leaf hashes; returns every tile that is new or longer now, with all its hashes."""
        changed: dict[TileAt, list[bytes]] = {}
        self._add(0, self.size, leaves, changed)
        self.size += len(leaves)
        return changed

    def _add(self, level: int, before: int, hashes: Sequence[bytes], changed: dict[TileAt, list[bytes]]) -> None:
        number, tile = before // TILE_WIDTH, list(self.open_tiles.get(level, ()))
        full = []
        for each in hashes:
            tile.append(each)
            changed[level, number] = tile
            if len(tile) == TILE_WIDTH:
                full.append(subtree_root(tile))
                number, tile = number + 1, []
        self.open_tiles[level] = tile
        if full:
            self._add(level + 1, before // TILE_WIDTH, full, changed)

    def root(self) -> bytes:
        """RFC 9162, 2.1.1."""
        peaks = [peak for level in sorted(self.open_tiles, reverse=True) for peak in _peaks(self.open_tiles[level])]
        return _fold(peaks) if peaks else EMPTY_ROOT


def tile_path(level: int | str, number: int, width: int = TILE_WIDTH) -> str:
    """``tile/L/N`` (or ``tile/entries/N``) of C2SP tlog-tiles: N in groups of three digits, ``.p/W`` where not full."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03d}")
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def inclusion_path(index: int, hashes: Sequence[bytes]) -> Iterator[bytes]:
    """PATH of RFC 9162, 2.1.3.1, for the leaf at ``index`` of all leaf hashes; from the leaf's neighbour upwards."""
    if len(hashes) <= 1:
        return
    split = 1 << (len(hashes) - 1).bit_length() - 1
    if index < split:
        yield from inclusion_path(index, hashes[:split])
        yield subtree_root(hashes[split:])
    else:
        yield from inclusion_path(index - split, hashes[split:])
        yield subtree_root(hashes[:split])
