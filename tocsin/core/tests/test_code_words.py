"""Codes of words: enough of them, told apart by ear and eye, forgiving where that costs nothing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.code_words import SECRET_WORDS, WORDS, Mistyped, canonical, new_code


def test_a_code_holds_sixty_bits() -> None:
    assert len(WORDS) == len(set(WORDS)) == 1024
    assert SECRET_WORDS * 10 >= 60
    assert len({new_code() for _ in range(200)}) == 200


def test_no_word_begins_another_and_none_is_one_letter_from_another() -> None:
    shapes: dict[str, str] = {}
    for word in WORDS:
        assert word.isascii()
        assert word.islower()
        for shape in {word[:at] + "?" + word[at + 1 :] for at in range(len(word))}:
            assert shapes.setdefault(shape, word) == word
        assert not any(word[:at] + word[at + 1 :] in set(WORDS) for at in range(len(word)))
    for one, other in itertools.pairwise(sorted(WORDS)):
        assert not other.startswith(one)


@given(
    st.sampled_from([" ", "-", "", ", ", "\n", " · ", "　", "1 2 "]), st.sampled_from([str.upper, str.title, str.lower])
)
def test_a_code_is_read_however_it_is_typed(between: str, cased: object) -> None:
    code = new_code()
    assert canonical("  " + between.join(cased(word) for word in code.split()) + ".") == code  # type: ignore[operator]


def test_full_width_letters_are_letters() -> None:
    code = new_code()
    assert canonical("".join(chr(ord(mark) + 0xFEE0) if mark.isalpha() else mark for mark in code)) == code


def test_a_slip_is_noticed() -> None:
    words, unnoticed = new_code().split(), 0
    for place in range(len(words)):
        for word in WORDS[::16]:
            if word != words[place]:
                slip = " ".join([*words[:place], word, *words[place + 1 :]])
                try:
                    canonical(slip)
                except Mistyped:
                    continue
                unnoticed += 1
    assert unnoticed <= 8


@pytest.mark.parametrize("typed", ["", "amber", "one two three four five six seven", "abbey " * 7, "a" * 10_000, "\0"])
def test_what_is_no_code_is_refused_without_being_repeated(typed: str) -> None:
    with pytest.raises(Mistyped) as mistyped:
        canonical(typed)
    assert not typed.strip() or typed.strip()[:4] not in str(mistyped.value)
