"""Tokens in mail: ours, for one purpose, for a time."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.links import BadLink, ExpiredLink, LinkSigner, LinkVerifier

SIGNER = LinkSigner.generate()
SUBJECT = "1f0c7d9e-7a1b-4f7e-9d53-8a6f0e3b2c11"
NOW = 1_332_230_400
quick = settings(max_examples=80, deadline=None)


def at(second: int) -> LinkVerifier:
    return LinkVerifier(SIGNER.verifier.keys, now=lambda: second)


@quick
@given(subject=st.text(max_size=60), extra=st.dictionaries(st.text(max_size=3), st.text(max_size=30), max_size=2))
def test_what_is_signed_is_read(subject: str, extra: dict[str, str]) -> None:
    token = SIGNER.sign("confirm-signature", subject, expires=NOW, extra=extra)
    link = at(NOW).verify(token, "confirm-signature")
    assert (link.subject, link.extra, link.expires) == (subject, extra, NOW)


def test_a_token_fits_into_an_address() -> None:
    token = SIGNER.sign("withdraw-signature", SUBJECT, expires=NOW, extra={"c": "save-my-friend"})
    assert len(token) < 300
    assert token.isascii()
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_it_serves_one_purpose() -> None:
    with pytest.raises(BadLink):
        at(NOW).verify(SIGNER.sign("unsubscribe", SUBJECT), "confirm-newsletter")


def test_its_time_ends() -> None:
    token = SIGNER.sign("confirm-signature", SUBJECT, expires=NOW)
    at(NOW).verify(token, "confirm-signature")
    with pytest.raises(ExpiredLink):
        at(NOW + 1).verify(token, "confirm-signature")
    assert at(2**40).verify(SIGNER.sign("unsubscribe", SUBJECT), "unsubscribe").expires is None


def test_an_expired_link_for_something_else_is_bad_not_expired() -> None:
    with pytest.raises(BadLink) as bad:
        at(NOW + 1).verify(SIGNER.sign("unsubscribe", SUBJECT, expires=NOW), "confirm-newsletter")
    assert not isinstance(bad.value, ExpiredLink)


@quick
@given(data=st.data())
def test_no_bit_of_it_can_be_changed(data: st.DataObject) -> None:
    raw = base64.urlsafe_b64decode(SIGNER.sign("unsubscribe", SUBJECT) + "==")
    place = data.draw(st.integers(0, len(raw) - 1))
    broken = raw[:place] + bytes([raw[place] ^ data.draw(st.integers(1, 255))]) + raw[place + 1 :]
    with pytest.raises(BadLink):
        at(NOW).verify(base64.urlsafe_b64encode(broken).rstrip(b"=").decode(), "unsubscribe")


@quick
@given(rubbish=st.text(max_size=300))
def test_rubbish_is_a_bad_link(rubbish: str) -> None:
    with pytest.raises(BadLink):
        at(NOW).verify(rubbish, "unsubscribe")


def test_another_signers_token_is_bad() -> None:
    with pytest.raises(BadLink):
        at(NOW).verify(LinkSigner.generate().sign("unsubscribe", SUBJECT), "unsubscribe")


def test_older_keys_still_verify() -> None:
    newer = LinkSigner.generate(version=2)
    both = LinkVerifier({**SIGNER.verifier.keys, **newer.verifier.keys})
    for signer in (SIGNER, newer):
        assert both.verify(signer.sign("unsubscribe", SUBJECT), "unsubscribe").subject == SUBJECT


def test_the_seed_is_not_told() -> None:
    assert repr(SIGNER.seed) not in repr(SIGNER)
