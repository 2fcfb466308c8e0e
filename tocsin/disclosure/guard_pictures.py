"""Pictures by what they hold besides the picture: EXIF, XMP, IPTC, comments, text, and whatever follows their end.

The compressed picture itself is left out: among millions of such bytes any short name occurs by chance. Text that is
drawn in a picture is not read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from .guard_unreadable import Unreadable

PNG, JPEG, GIFS, RIFF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", (b"GIF87a", b"GIF89a"), b"RIFF"
MOST_TEXT = 20_000_000
_PICTURE_CHUNKS = {b"IDAT", b"fdAT", b"VP8 ", b"VP8L", b"ALPH", b"ANMF"}

# Bytes to look for strings in; texts that were compressed.
Found = tuple[bytes, tuple[str, ...]]


def is_picture(body: bytes) -> bool:
    """Whether the bytes are a picture of a kind that is taken apart here."""
    return body.startswith((PNG, JPEG, *GIFS)) or (body.startswith(RIFF) and body[8:12] == b"WEBP")


def picture_texts(body: bytes) -> Iterator[Found]:
    """What a picture holds besides the picture. Raises Unreadable."""
    try:
        if body.startswith(PNG):
            yield from _png(body)
        elif body.startswith(JPEG):
            yield _jpeg(body), ()
        elif body.startswith(RIFF):
            yield _webp(body), ()
        else:
            yield _gif(body), ()
    except (IndexError, zlib.error) as fault:
        raise Unreadable("a picture that breaks off") from fault


def _png(body: bytes) -> Iterator[Found]:
    plain: list[bytes] = []
    at = len(PNG)
    while at + 12 <= len(body):
        length, kind = int.from_bytes(body[at : at + 4], "big"), body[at + 4 : at + 8]
        data = body[at + 8 : at + 8 + length]
        if kind not in _PICTURE_CHUNKS:
            plain.append(b"\x00" + data + b"\x00")
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            yield b"", (_inflated(kind, data),)
        at += 12 + length
        if kind == b"IEND":
            break
    yield b"\n".join((*plain, body[at:])), ()


def _inflated(kind: bytes, data: bytes) -> str:
    """The text of a compressed chunk, '' where it is not compressed: then it was read as it stands."""
    keyword, _, rest = data.partition(b"\x00")
    if kind == b"iTXt":
        if rest[:1] != b"\x01":
            return ""
        rest = rest[2:].split(b"\x00", 2)[2] if rest[2:].count(b"\x00") >= 2 else rest[2:]
    else:
        rest = rest[1:]
    reader = zlib.decompressobj()
    text = reader.decompress(rest, MOST_TEXT)
    if reader.unconsumed_tail:
        raise Unreadable("a picture with too much text")
    return keyword.decode("latin-1") + "\n" + _decoded(text)


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _jpeg(body: bytes) -> bytes:
    plain: list[bytes] = []
    at = 2
    while at + 4 <= len(body):
        if body[at] != 0xFF:
            at = _next_marker(body, at)
            continue
        marker = body[at + 1]
        if marker == 0xD9:
            return b"\n".join((*plain, body[at + 2 :]))
        if marker in (0x00, 0x01, 0xFF) or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(body[at + 2 : at + 4], "big")
        if marker >= 0xE0:
            plain.append(b"\x00" + body[at + 4 : at + 2 + length] + b"\x00")
        at = _next_marker(body, at + 2 + length) if marker == 0xDA else at + 2 + length
    return b"\n".join(plain)


def _next_marker(body: bytes, at: int) -> int:
    """The next marker that is not stuffing or a restart, or the end."""
    while True:
        at = body.find(b"\xff", at)
        if at < 0 or at + 1 >= len(body):
            return len(body)
        if body[at + 1] != 0 and not 0xD0 <= body[at + 1] <= 0xD7:
            return at
        at += 2


def _webp(body: bytes) -> bytes:
    plain: list[bytes] = []
    at = 12
    end = 8 + int.from_bytes(body[4:8], "little")
    while at + 8 <= min(end, len(body)):
        kind, length = body[at : at + 4], int.from_bytes(body[at + 4 : at + 8], "little")
        if kind not in _PICTURE_CHUNKS:
            plain.append(b"\x00" + body[at + 8 : at + 8 + length] + b"\x00")
        at += 8 + length + length % 2
    return b"\n".join((*plain, body[max(at, end) :]))


def _gif(body: bytes) -> bytes:
    at, plain = 13 + (3 * 2 ** ((body[10] & 7) + 1) if body[10] & 0x80 else 0), []
    while body[at] != 0x3B:
        if body[at] == 0x21:
            data, at = _blocks(body, at + 2)
            plain.append(b"\x00" + data + b"\x00")
        elif body[at] == 0x2C:
            flags = body[at + 9]
            _data, at = _blocks(body, at + 11 + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0))
        else:
            raise IndexError
    return b"\n".join((*plain, body[at + 1 :]))


def _blocks(body: bytes, at: int) -> tuple[bytes, int]:
    data = b""
    while length := body[at]:
        data += body[at + 1 : at + 1 + length]
        at += 1 + length
    return data, at + 1
