"""Values sealed for a short while with one key: each opens by itself, whole, and with the right half alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.sealing import OpenKey, SealingError, key_version
from tocsin.core.sessions import SESSION, WINDOW, SessionOpener, SessionSeal

PAIR, OTHER = OpenKey.generate(version=4), OpenKey.generate(version=4)
quick = settings(max_examples=60, deadline=None)


@quick
@given(plain=st.binary(max_size=600))
def test_a_value_opens_with_the_other_half_and_no_other(plain: bytes) -> None:
    sealed = SessionSeal(PAIR.seal_key).seal(plain)
    assert (sealed[0], key_version(sealed), len(sealed)) == (SESSION, 4, len(plain) + 122)
    assert SessionOpener(PAIR).open(sealed) == plain
    with pytest.raises(SealingError):
        SessionOpener(OTHER).open(sealed)


@quick
@given(data=st.data())
def test_no_byte_of_it_can_be_changed(data: st.DataObject) -> None:
    sealed = bytearray(SessionSeal(PAIR.seal_key).seal(b"a name"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealingError):
        SessionOpener(PAIR).open(bytes(sealed))


@quick
@given(cut=st.integers(0, 127))
def test_no_byte_of_it_can_be_missing(cut: int) -> None:
    sealed = SessionSeal(PAIR.seal_key).seal(b"a name")
    with pytest.raises(SealingError):
        SessionOpener(PAIR).open(sealed[:cut])


def test_the_key_is_another_one_after_its_window() -> None:
    now = [1_000.0]
    seal = SessionSeal(PAIR.seal_key, clock=lambda: now[0])
    first = seal.seal(b"a")
    now[0] += WINDOW - 1
    assert seal.seal(b"b")[:82] == first[:82]
    now[0] += 1
    assert seal.seal(b"c")[:82] != first[:82]
    opener = SessionOpener(PAIR)
    assert [opener.open(each) for each in (first, seal.seal(b"d"))] == [b"a", b"d"]


def test_two_values_of_one_text_differ() -> None:
    seal = SessionSeal(PAIR.seal_key)
    assert seal.seal(b"a") != seal.seal(b"a")


def test_boxes_open_too() -> None:
    assert SessionOpener(PAIR).open(PAIR.seal_key.seal(b"a")) == b"a"


def test_only_so_many_keys_are_remembered() -> None:
    opener = SessionOpener(PAIR)
    sealed = [SessionSeal(PAIR.seal_key).seal(b"a") for _ in range(300)]
    assert all(opener.open(each) == b"a" for each in sealed)
    assert len(opener._known) == 256
