#!/usr/bin/env python3
"""Check that a signature was counted. Needs Python 3.9 or newer and nothing else: read it, keep it, run it anywhere.

    python3 verify_receipt.py receipt.json                  is my signature in the list, now?
    python3 verify_receipt.py receipt.json --keep mine.json  the same, and keep the proof: it then needs no network
    python3 verify_receipt.py --log URL --key KEY            recount the whole list, and its root

A receipt holds the address of a list, the public key that signs its checkpoints, and a random number (the salt) that
only the signer and the organisation's sealed files hold. The list is a Merkle tree as in RFC 9162, published as tiles
(C2SP tlog-tiles) under checkpoints (C2SP tlog-checkpoint) signed with Ed25519 (RFC 8032). The same file is what the
command ``tocsin verify`` runs.

Exit codes: 0 proven, 1 not proven (or forged), 2 the list or the file could not be read, 3 not in the list yet.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import locale
import sys
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Dict, List, Tuple

FORMAT = "tocsin-receipt/1"
WIDTH = 256
SIGNATURE, WITHDRAWAL, SET_ASIDE, REINSTATED = 1, 2, 3, 4
CHANGES = {SIGNATURE: 1, WITHDRAWAL: -1, SET_ASIDE: -1, REINSTATED: 1}
HALF_PREFIX = b"tocsin receipt 1\n"
FIND_RECORD = 13  # bytes: 8 of the half after its first, and the entry's index
SECONDS, MOST_BYTES = 30, 1 << 24
MISSING = 404

PROVEN, REFUSED, UNREADABLE, NOT_YET = 0, 1, 2, 3

Get = Callable[[str], bytes]
Point = Tuple[int, int, int, int]  # X, Y, Z, T
Json = Dict[str, Any]


class Unreadable(Exception):
    """What is needed cannot be read. Holds words for the reader."""


class Missing(Unreadable):
    """The list can be reached, and has nothing at that address."""


class Forged(Exception):
    """Something does not fit: this proves nothing. Holds words for the reader."""


class NotYet(Exception):
    """All is in order, and the list does not hold this signature (yet)."""


# -- Ed25519 (RFC 8032, 5.1): checking a signature, in whole numbers

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
_ROOT = pow(2, (P - 1) // 4, P)


def _add(a: Point, b: Point) -> Point:
    c, d = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    e, f = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    g, h, i, j = d - c, f - e, f + e, d + c
    return (g * h % P, i * j % P, h * i % P, g * j % P)


def _multiply(times: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while times:
        if times & 1:
            total = _add(total, point)
        point, times = _add(point, point), times >> 1
    return total


def _point(raw: bytes) -> Point:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * _ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise Forged("key")
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


_BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = _point(_BASE_Y.to_bytes(32, "little"))


def ed25519_verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032, 5.1.7: ``public`` has 32 bytes, ``signature`` 64."""
    if len(public) != 32 or len(signature) != 64:
        return False
    try:
        key, point = _point(public), _point(signature[:32])
    except Forged:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = _multiply(s, BASE), _add(point, _multiply(h, key))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


# -- The list: its checkpoint, tiles and entries


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def read_key(text: str) -> tuple[str, bytes, bytes]:
    """Name, key ID and public key of a verifier key (C2SP signed-note)."""
    try:
        name, identity, key = text.split("+", 2)
        raw, stated = base64.b64decode(key, validate=True), bytes.fromhex(identity)
    except ValueError:
        raise Forged("key") from None
    if len(raw) != 33 or raw[0] != 1 or hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4] != stated:
        raise Forged("key")
    return name, stated, raw[1:]


def read_checkpoint(note: str, key: str) -> tuple[int, bytes]:
    """Size and root of a checkpoint, once its signature by that key is checked."""
    name, identity, public = read_key(key)
    text, _found, signatures = note.rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines():
        dash, signer, value = [*line.split(" "), "", ""][:3]
        raw = _decoded(value)
        if (dash, signer, raw[:4]) == ("\u2014", name, identity) and ed25519_verifies(public, text.encode(), raw[4:]):
            break
    else:
        raise Forged("signature")
    origin, size, root, *_more = [*text.split("\n"), "", ""]
    if origin != name or not size.isdigit() or len(_decoded(root)) != 32:
        raise Forged("checkpoint")
    return int(size), _decoded(root)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def tile_path(level: str, number: int, size: int) -> str:
    """The address of a tile below the list's, as wide as it is in a tree where its level has ``size`` hashes."""
    width = min(WIDTH, size - number * WIDTH)
    digits, rest = f"{number % 1000:03d}", number // 1000
    while rest:
        digits, rest = f"x{rest % 1000:03d}/{digits}", rest // 1000
    return f"tile/{level}/{digits}" + ("" if width == WIDTH else f".p/{width}")


def entries_of(bundle: bytes) -> list[bytes]:
    """The entries of a bundle: each behind its length, two bytes."""
    entries, at = [], 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2], "big")
        entries.append(bundle[at + 2 : at + 2 + length])
        at += 2 + length
        if at > len(bundle):
            raise Forged("entries")
    return entries


def half_of(salt: bytes) -> bytes:
    """What stands of a receipt in its entry: 32 bytes."""
    return hashlib.sha256(HALF_PREFIX + salt).digest()


class Log:
    """A list as ``get`` reads it, up to one checkpoint."""

    def __init__(self, get: Get, size: int) -> None:
        self.get, self.size = get, size
        self._tiles: dict[str, bytes] = {}

    def hash_at(self, level: int, index: int) -> bytes:
        """The hash of the complete subtree number ``index`` of 2**level leaves."""
        tile_level, below = divmod(level, 8)
        first = index << below
        number, offset = divmod(first, WIDTH)
        path = tile_path(str(tile_level), number, self.size >> 8 * tile_level)
        if path not in self._tiles:
            self._tiles[path] = self.get(path)
        tile = self._tiles[path]
        layer = [tile[32 * i : 32 * i + 32] for i in range(offset, offset + (1 << below))]
        if any(len(each) != 32 for each in layer):
            raise Forged("tile")
        while len(layer) > 1:
            layer = [node_hash(layer[i], layer[i + 1]) for i in range(0, len(layer), 2)]
        return layer[0]

    def root_between(self, start: int, end: int) -> bytes:
        """The root over the leaves from start to end (RFC 9162, 2.1.1)."""
        count = end - start
        if count & (count - 1) == 0:
            return self.hash_at(count.bit_length() - 1, start // count)
        split = 1 << (count - 1).bit_length() - 1
        return node_hash(self.root_between(start, start + split), self.root_between(start + split, end))

    def inclusion_path(self, index: int, start: int, end: int) -> list[bytes]:
        """RFC 9162, 2.1.3.1: from the leaf's neighbour upwards."""
        if end - start == 1:
            return []
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if index < middle:
            return [*self.inclusion_path(index, start, middle), self.root_between(middle, end)]
        return [*self.inclusion_path(index, middle, end), self.root_between(start, middle)]

    def bundles(self) -> Iterator[list[bytes]]:
        for number in range(-(-self.size // WIDTH)):
            yield entries_of(self.get(tile_path("entries", number, self.size)))

    def find(self, half: bytes) -> tuple[int, bytes]:
        """Index and entry of the signature whose entry begins with this half. Raises NotYet."""
        try:
            table = self.get(f"find/{half[:1].hex()}")
        except Missing:
            raise NotYet from None
        for at in range(0, len(table), FIND_RECORD):
            index = int.from_bytes(table[at + 8 : at + FIND_RECORD], "big")
            if table[at : at + 8] == half[1:9] and index < self.size:
                number, offset = divmod(index, WIDTH)
                entries = entries_of(self.get(tile_path("entries", number, self.size)))
                if offset < len(entries) and entries[offset][:33] == bytes([SIGNATURE]) + half:
                    return index, entries[offset]
        raise NotYet


def root_by_path(entry: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that an inclusion path leads to (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise Forged("proof")
    fn, sn, root = index, size - 1, leaf_hash(entry)
    for each in path:
        if sn == 0:
            raise Forged("proof")
        if fn & 1 or fn == sn:
            root = node_hash(each, root)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = node_hash(root, each)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise Forged("proof")
    return root


# -- What is asked


def read_receipt(text: str) -> Json:
    """A receipt. Raises Unreadable."""
    try:
        receipt: Json = json.loads(text)
        right = receipt["format"] == FORMAT and all(isinstance(receipt[k], str) for k in ("log", "key", "salt"))
    except (ValueError, KeyError, TypeError):
        right = False
    if not right or len(_decoded(receipt["salt"])) < 16:
        raise Unreadable("receipt")
    return receipt


def prove(receipt: Json, get: Get) -> Json:
    """The proof of a receipt, made from the list: index, entry, path, checkpoint. Raises NotYet, Forged, Unreadable."""
    note = get("checkpoint").decode("utf-8", "replace")
    size, _root = read_checkpoint(note, receipt["key"])
    log = Log(get, size)
    index, entry = log.find(half_of(_decoded(receipt["salt"])))
    path = [base64.b64encode(each).decode() for each in log.inclusion_path(index, 0, size)]
    return {"index": index, "entry": base64.b64encode(entry).decode(), "path": path, "checkpoint": note}


def check(receipt: Json, proof: Json) -> tuple[int, int]:
    """The entry's place and the list's length, once everything fits. Raises Forged."""
    try:
        size, root = read_checkpoint(proof["checkpoint"], receipt["key"])
        entry, index = _decoded(proof["entry"]), proof["index"]
        path = [_decoded(each) for each in proof["path"]]
    except (KeyError, TypeError, AttributeError):
        raise Forged("proof") from None
    if not isinstance(index, int) or entry[:33] != bytes([SIGNATURE]) + half_of(_decoded(receipt["salt"])):
        raise Forged("entry")
    if root_by_path(entry, index, size, path) != root:
        raise Forged("root")
    return index, size


class Sum:
    """Entries added up one after the other: how many of each kind, and the root over them."""

    def __init__(self) -> None:
        self.size = 0
        self.kinds = dict.fromkeys(CHANGES, 0)
        self._peaks: List[Tuple[int, bytes]] = []

    def add(self, entry: bytes) -> None:
        if not entry or entry[0] not in self.kinds:
            raise Forged("entries")
        self.kinds[entry[0]] += 1
        self.size += 1
        level, node = 0, leaf_hash(entry)
        while self._peaks and self._peaks[-1][0] == level:
            level, node = level + 1, node_hash(self._peaks.pop()[1], node)
        self._peaks.append((level, node))

    def root(self) -> bytes:
        """RFC 9162, 2.1.1."""
        root = self._peaks[-1][1] if self._peaks else hashlib.sha256(b"").digest()
        for _level, peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def figures(self) -> Json:
        kinds = self.kinds
        return {
            "size": self.size, "root": self.root().hex(), "signatures": kinds[SIGNATURE],
            "withdrawn": kinds[WITHDRAWAL], "set_aside": kinds[SET_ASIDE], "reinstated": kinds[REINSTATED],
            "count": sum(CHANGES[kind] * times for kind, times in kinds.items()),
        }  # fmt: skip


def recount(get: Get, key: str, at: int | None = None) -> Json:
    """Every entry read anew, and held against the signed checkpoint: the figures of the whole list, or of its first
    ``at`` entries (as they were handed over). Raises Forged, Unreadable.
    """
    size, stated = read_checkpoint(get("checkpoint").decode("utf-8", "replace"), key)
    total, then = Sum(), None
    for bundle in Log(get, size).bundles():
        for entry in bundle:
            total.add(entry)
            then = total.figures() if total.size == at else then
    if total.size != size or total.root() != stated:
        raise Forged("root")
    return then or total.figures()


def over_http(log: str) -> Get:
    """Reads below the list's address, or below a folder that holds a copy of it."""

    def get(path: str) -> bytes:
        try:
            if "://" not in log:
                return Path(log).joinpath(*path.split("/")).read_bytes()
            if not log.startswith(("https://", "http://")):
                raise Unreadable("log")
            asked = urllib.request.Request(f"{log.rstrip('/')}/{path}", headers={"User-Agent": "verify_receipt"})
            with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
                return bytes(answer.read(MOST_BYTES))
        except (OSError, ValueError) as fault:  # urllib's own are OSErrors
            missing = isinstance(fault, FileNotFoundError) or getattr(fault, "code", 0) == MISSING
            raise (Missing if missing else Unreadable)("log") from None

    return get


# -- What is said

WORDS: Dict[str, Dict[str, str]] = {
    "en": {
        "proven": "Proven. This signature is entry {place:,} of the {size:,} in the list that the organisation signed.",
        "meaning": "The list can only grow: if your entry were ever left out, this check "
        "would fail for you and for anybody who holds an older checkpoint. It does "
        "not prove that each other entry is a person: for that an auditor may have "
        "a random sample opened.",
        "not_yet": "Nothing is wrong, but the list does not hold this signature yet. It is "
        "brought up to date after every twenty signatures, or after a day. Try "
        "again tomorrow. If you have withdrawn or not confirmed, it will not "
        "appear.",
        "forged": "NOT proven: {what} Do not rely on this receipt.",
        "unreadable": "This cannot be checked now: {what}",
        "recounted": "Recounted: {size:,} entries: {signatures:,} signatures, {withdrawn:,} "
        "withdrawn, {set_aside:,} set aside, {reinstated:,} reinstated. {count:,} "
        "stand. The root fits the signed checkpoint: {root}",
        "stated": "The size or root that you gave is another one: NOT the same list.",
        "kept": "The receipt with its proof is in {file}; it can be checked without a network from now on.",
    },
    "ko": {
        "proven": "증명되었습니다. 이 서명은 단체가 서명한 목록의 {size:,}개 항목 가운데 {place:,}번째 항목입니다.",
        "meaning": "이 목록은 늘어나기만 합니다. 누군가 이 항목을 빼면 이 확인은 실패하고, "
        "이전 검사점을 가진 누구나 그 사실을 알 수 있습니다. 다만 다른 항목이 모두 "
        "실제 사람인지는 이것으로 증명되지 않습니다. 그것은 감사인이 무작위 표본을 "
        "열어 확인할 수 있습니다.",
        "not_yet": "잘못된 것은 없지만 이 서명은 아직 목록에 없습니다. 목록은 서명이 스무 건 "
        "모일 때마다, 또는 하루가 지나면 갱신됩니다. 내일 다시 확인해 보세요. "
        "서명을 철회했거나 확인하지 않았다면 목록에 나타나지 않습니다.",
        "forged": "증명되지 않았습니다: {what} 이 확인증을 믿지 마세요.",
        "unreadable": "지금은 확인할 수 없습니다: {what}",
        "recounted": "다시 세었습니다. 항목 {size:,}개: 서명 {signatures:,}, 철회 "
        "{withdrawn:,}, 제외 {set_aside:,}, 복원 {reinstated:,}. 유효한 서명은 "
        "{count:,}건입니다. 루트가 서명된 검사점과 일치합니다: {root}",
        "stated": "입력한 크기나 루트가 다릅니다. 같은 목록이 아닙니다.",
        "kept": "증명이 담긴 확인증을 {file}에 저장했습니다. 이제 네트워크 없이도 확인할 수 있습니다.",
    },
}

WHAT: Dict[str, Dict[str, str]] = {
    "en": {
        "key": "the key in it is not well formed.",
        "signature": "the checkpoint is not signed by the key of this receipt.",
        "checkpoint": "the checkpoint is not of this list.",
        "tile": "a part of the list is damaged.",
        "entries": "the entries of the list are damaged.",
        "entry": "the entry is not the one that this receipt stands for.",
        "proof": "the proof in it is not well formed.",
        "root": "the entries do not lead to the root that was signed.",
        "receipt": "this file is no receipt.",
        "log": "the list cannot be reached.",
    },
    "ko": {
        "key": "확인증의 키 형식이 잘못되었습니다.",
        "signature": "검사점이 이 확인증의 키로 서명되지 않았습니다.",
        "checkpoint": "이 목록의 검사점이 아닙니다.",
        "tile": "목록의 일부가 손상되었습니다.",
        "entries": "목록의 항목이 손상되었습니다.",
        "entry": "이 확인증이 나타내는 항목이 아닙니다.",
        "proof": "확인증에 담긴 증명의 형식이 잘못되었습니다.",
        "root": "항목에서 계산한 루트가 서명된 루트와 다릅니다.",
        "receipt": "이 파일은 서명 확인증이 아닙니다.",
        "log": "목록에 연결할 수 없습니다.",
    },
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and say what came of it. Returns the exit code."""
    options = _options(argv)
    words = WORDS[options.language]
    try:
        said = _recount(options, words) if options.receipt is None else _verify(options, words)
    except NotYet:
        return _say(words["not_yet"], NOT_YET)
    except Forged as fault:
        return _say(words["forged"].format(what=WHAT[options.language][str(fault)]), REFUSED)
    except Unreadable as fault:
        return _say(words["unreadable"].format(what=WHAT[options.language][str(fault)]), UNREADABLE)
    return said


def _verify(options: argparse.Namespace, words: Dict[str, str]) -> int:
    try:
        receipt = read_receipt(Path(options.receipt).read_text(encoding="utf-8"))
    except (OSError, UnicodeError):
        raise Unreadable("receipt") from None
    fresh = "proof" not in receipt or options.keep
    proof = prove(receipt, over_http(options.log or receipt["log"])) if fresh else receipt["proof"]
    index, size = check(receipt, proof)
    _say(words["proven"].format(place=index + 1, size=size), PROVEN)
    if options.keep:
        Path(options.keep).write_text(json.dumps({**receipt, "proof": proof}, indent=1), encoding="utf-8")
        _say(words["kept"].format(file=options.keep), PROVEN)
    return _say(words["meaning"], PROVEN)


def _recount(options: argparse.Namespace, words: Dict[str, str]) -> int:
    found = recount(over_http(options.log), options.key, options.size)
    other = (options.size is not None and options.size != found["size"]) or (
        options.root is not None and options.root.lower() != found["root"]
    )
    if options.json:
        print(json.dumps({**found, "same": not other}))
    else:
        _say(words["recounted"].format(**found), PROVEN)
    return _say(words["stated"], REFUSED) if other else PROVEN


def _say(text: str, code: int) -> int:
    print(text)
    return code


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Check that a signature was counted, or recount a list.")
    parser.add_argument("receipt", nargs="?", help="the receipt (JSON)")
    parser.add_argument("--keep", metavar="FILE", help="write the receipt with its proof to FILE")
    parser.add_argument("--log", metavar="URL", help="the list's address, or a folder with a copy of it")
    parser.add_argument("--key", help="the list's public key, as on the page where the count is shown")
    parser.add_argument("--size", type=int, help="the number of entries that was handed over")
    parser.add_argument("--root", help="the root that was handed over, in hex")
    parser.add_argument("--json", action="store_true", help="the recount as one line of JSON")
    korean = (locale.getlocale()[0] or "").startswith(("ko", "Korean"))
    parser.add_argument("--language", choices=sorted(WORDS), default="ko" if korean else "en")
    options = parser.parse_args(argv)
    if options.receipt is None and not (options.log and options.key):
        parser.error("give a receipt, or --log and --key")
    return options


if __name__ == "__main__":
    sys.exit(main())
