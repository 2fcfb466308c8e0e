"""Bundles: taken apart into rows that look alike, and whole again or not at all."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.sealing import OpenKey
from tocsin.front import payloads
from tocsin.front.bundles import (
    MOST_FILE_BYTES,
    MOST_FILES,
    MOST_PARTS,
    TEXT_LENGTH,
    Bundle,
    File,
    NotWhole,
    join,
    split,
)

KEY = OpenKey.generate().seal_key
ROW = 65_536  # front_letterbox_payload


def bundle(text: str = "누가 잡혀 갔습니다", *files: bytes) -> Bundle:
    return Bundle(
        lookup="ab" * 16, public=KEY.public, text=text, name="류선옥",
        files=tuple(File(f"{number}.jpg", body) for number, body in enumerate(files)),
    )  # fmt: skip


def together(parts: list[payloads.ReportPart]) -> Bundle:
    return join({part.number: part.data for part in parts}, parts[0].of)


@pytest.mark.parametrize(("size", "parts"), [(0, 1), (40_000, 1), (48_000, 2), (100_000, 4), (MOST_FILE_BYTES, 256)])
def test_a_bundle_comes_together_again(size: int, parts: int) -> None:
    whole = bundle("words", hashlib.shake_128(b"a picture").digest(size))
    made = split(whole, language="ko", at=1_331_251_200)
    assert len(made) == parts <= MOST_PARTS
    assert together(made[::-1]) == whole


def test_every_row_has_one_size_and_fits_into_the_letterbox() -> None:
    sizes = set()
    for whole in (bundle("a"), bundle("말" * TEXT_LENGTH), bundle("a", b"x" * 200_000)):
        parts = split(whole, language="en", at=1_331_251_200)
        sizes |= {len(KEY.seal(payloads.encode(part))) for part in parts}
    parts = split(bundle("a", b"x" * MOST_FILE_BYTES), language="en", at=9_999_999_999)
    sizes |= {len(KEY.seal(payloads.encode(part))) for part in parts}
    assert len(sizes) == 1
    assert sizes.pop() <= ROW


def test_the_largest_form_fits() -> None:
    line, text = "말" * 300, "𓂀" * TEXT_LENGTH
    files = [b"x" * (MOST_FILE_BYTES // MOST_FILES)] * MOST_FILES
    whole = Bundle(
        lookup="ab" * 16, public=KEY.public, text=text, how_known=text, reporter=line, name=line, contact=line,
        organisation=line, files=tuple(File("말" * 255, body) for body in files),
    )  # fmt: skip
    assert together(split(whole, language="en", at=1)) == whole


def test_a_missing_or_strange_part_makes_nothing() -> None:
    parts = {part.number: part.data for part in split(bundle("a", b"x" * 100_000), language="en", at=1)}
    for spoilt in ({0: parts[0]}, parts | {4: b""}, {**parts, 0: b"\xff" * 48_000}, {**parts, 0: b""}):
        with pytest.raises(NotWhole):
            join(spoilt, 4)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400), st.binary(max_size=400))
def test_whatever_the_script(text: str, body: bytes) -> None:
    said = text.encode("utf-8", "replace").decode()
    assert together(split(bundle(said, body), language="en", at=1)) == bundle(said, body)
