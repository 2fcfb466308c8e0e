"""The table of canonical.py, row by row; and what is nobody's alias stays apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.supporters.canonical import canonical_address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.n.n@gmail.com", "Ann+petition@googlemail.com"),
        ("ann@me.com", "ann+x@icloud.com"),
        ("an.n-e_x@protonmail.com", "annex+a@pm.me"),
        ("ann-ex@yandex.com", "ann.ex+1@ya.ru"),
        ("ann+x@outlook.com", "ann@outlook.com"),
        ("ann+x@hotmail.co.uk", "ann@hotmail.co.uk"),
        ("ann+x@live.de", "ann@live.de"),
        ("ann+x@fastmail.com", "ann@fastmail.com"),
        ("Ann@Example.org", " ann@EXAMPLE.ORG."),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ｋｉｍ@example.org", "kim@example.org"),
        ("STRASSE@example.org", "straße@example.org"),
        ("김철수@example.net", "김철수@example.net"),
    ],
)
def test_one_mailbox(one: str, other: str) -> None:
    assert canonical_address(one) == canonical_address(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.nn@example.org", "ann@example.org"),
        ("ann+x@example.org", "ann@example.org"),
        ("ann-x@yahoo.com", "ann@yahoo.com"),
        ("ann@outlook.com", "ann@hotmail.com"),
        ("a.nn@outlook.com", "ann@outlook.com"),
        ("ann@gmail.com", "ann@gmail.com.example.org"),
        ("ann+x@outlook.mail.example.org", "ann@outlook.mail.example.org"),
        ("ann@example.org", "ann@example.net"),
    ],
)
def test_two_mailboxes(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)


@pytest.mark.parametrize("wrong", ["", "ann", "@example.org", "ann@", "ann@exa mple.org", "ann@..", "ann@\u200b"])
def test_no_address(wrong: str) -> None:
    with pytest.raises(ValueError) as error:
        canonical_address(wrong)
    assert not wrong or wrong not in str(error.value)


@given(st.emails())
def test_it_is_its_own_canonical_form(email: str) -> None:
    try:
        once = canonical_address(email)
    except ValueError:
        return
    assert canonical_address(once) == once
