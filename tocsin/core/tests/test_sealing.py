"""Sealed values open with their key alone, and only whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.sealing import AEAD, BOX, BlindIndex, OpenKey, SealingError, SealKey, SecretKey, key_version

PAIR, OTHER = OpenKey.generate(), OpenKey.generate()
SECRET = SecretKey.generate()
INDEX = BlindIndex.generate()
quick = settings(max_examples=60, deadline=None)


@quick
@given(plain=st.binary(max_size=500))
def test_a_box_opens_with_the_other_half(plain: bytes) -> None:
    sealed = PAIR.seal_key.seal(plain)
    assert PAIR.open(sealed) == plain
    assert len(sealed) == len(plain) + 50
    assert (sealed[0], key_version(sealed)) == (BOX, 1)
    with pytest.raises(SealingError):
        OTHER.open(sealed)


@quick
@given(plain=st.binary(max_size=200), context=st.binary(max_size=60), other=st.binary(max_size=60))
def test_a_secret_value_opens_in_its_context(plain: bytes, context: bytes, other: bytes) -> None:
    sealed = SECRET.seal(plain, context)
    assert SECRET.open(sealed, context) == plain
    assert sealed[0] == AEAD
    if other != context:
        with pytest.raises(SealingError):
            SECRET.open(sealed, other)


@quick
@given(plain=st.binary(max_size=40), data=st.data())
def test_changed_or_cut_bytes_do_not_open(plain: bytes, data: st.DataObject) -> None:
    for sealed, open_it in (
        (PAIR.seal_key.seal(plain), PAIR.open),
        (SECRET.seal(plain, b"c"), lambda value: SECRET.open(value, b"c")),
    ):
        at = data.draw(st.integers(0, len(sealed) - 1))
        flip = data.draw(st.integers(1, 255))
        for broken in (sealed[:at] + bytes([sealed[at] ^ flip]) + sealed[at + 1 :], sealed[:at], sealed + b"x"):
            with pytest.raises(SealingError):
                open_it(broken)


def test_equal_texts_are_sealed_differently() -> None:
    assert len({SECRET.seal(b"a", b"c") for _ in range(20)} | {PAIR.seal_key.seal(b"a") for _ in range(20)}) == 40


def test_one_form_is_not_taken_for_the_other() -> None:
    with pytest.raises(SealingError):
        PAIR.open(SECRET.seal(b"a", b""))
    with pytest.raises(SealingError):
        SECRET.open(PAIR.seal_key.seal(b"a"), b"")


def test_the_version_stands_on_the_value() -> None:
    second = SecretKey(SECRET.secret, 2)
    assert key_version(second.seal(b"a", b"")) == 2
    with pytest.raises(SealingError):
        SECRET.open(second.seal(b"a", b""), b"")
    for no_value in (b"", b"\x01"):
        with pytest.raises(SealingError):
            key_version(no_value)


def test_the_public_half_cannot_open() -> None:
    assert not hasattr(PAIR.seal_key, "open")
    assert isinstance(PAIR.seal_key, SealKey)
    assert PAIR.seal_key.public != PAIR.private


def test_no_key_tells_itself() -> None:
    for key, secret in ((PAIR, PAIR.private), (SECRET, SECRET.secret), (INDEX, INDEX.secret)):
        assert repr(secret) not in repr(key)
        assert secret.hex() not in repr(key)


@quick
@given(text=st.text(st.characters(exclude_categories=["Cs"])), other=st.text(st.characters(exclude_categories=["Cs"])))
def test_a_blind_index_finds_equals_alone(text: str, other: str) -> None:
    assert INDEX.of(text) == INDEX.of(text)
    assert (INDEX.of(text) == INDEX.of(other)) == (text == other)
    assert INDEX.of(text) != BlindIndex.generate().of(text)
    assert len(INDEX.of(text)) == 33


def test_derived_keys_differ_by_purpose_and_key() -> None:
    derived = {SECRET.derive("names"), SECRET.derive("receipts"), SecretKey.generate().derive("names"), SECRET.secret}
    assert len(derived) == 4
    assert SECRET.derive("names") == SECRET.derive("names")
