"""Receipt codes and what follows from them; blobs of one size that only their code opens."""

from __future__ import annotations

import datetime as dt
import string

import pytest

from tocsin.core.code_words import Mistyped, new_code
from tocsin.core.sealing import OpenKey, SealingError
from tocsin.front import receipts
from tocsin.front.receipts import Answer, derive, open_answers, seal_answers

DAY = dt.date(2012, 3, 9)


def test_a_code_leads_to_one_receipt_however_it_is_typed() -> None:
    code = new_code()
    one, other = derive(code), derive("  " + code.upper().replace(" ", "-") + ".")
    assert one.lookup == other.lookup
    assert one.key.private == other.key.private
    assert derive(new_code()).lookup != one.lookup
    assert not set(code.split()) & set(one.lookup.split())


def test_neither_the_place_nor_the_public_key_tells_the_other() -> None:
    receipt = derive(new_code())
    assert receipt.lookup not in receipt.key.private.hex()
    assert receipt.lookup not in receipt.key.seal_key.public.hex()
    assert set(receipt.lookup) <= set(string.hexdigits.lower())


def test_a_slip_is_no_code() -> None:
    with pytest.raises(Mistyped):
        derive("seven words that were never a receipt code")


def test_blobs_are_alike_whatever_is_in_them() -> None:
    key = OpenKey.generate()
    answers = [
        [],
        [Answer(DAY, "ok")],
        [Answer(DAY, "구조를 위해 애쓰고 있습니다. " * 200)],
        [Answer(DAY, "more")] * 40,
    ]
    blobs = [seal_answers(key.seal_key.public, said) for said in answers]
    assert {len(blob) for blob in blobs} == {2 * (receipts.BLOB + 50)}
    assert len(set(blobs)) == len(blobs)
    assert [open_answers(key, blob) for blob in blobs] == answers
    for blob in blobs:
        assert set(blob) <= set(b"abcdefghijklmnop"), "something in it could be taken for a name"


def test_when_there_is_more_than_fits_the_newest_are_kept() -> None:
    key = OpenKey.generate()
    answers = [Answer(DAY, f"{number} " + "말 " * 1000) for number in range(9)]
    kept = open_answers(key, seal_answers(key.seal_key.public, answers))
    assert 0 < len(kept) < 9
    assert kept == answers[-len(kept) :]
    assert receipts.fits(answers[0].text)
    assert not receipts.fits("말" * 5000)


def test_another_code_opens_nothing() -> None:
    key = OpenKey.generate()
    blob = seal_answers(key.seal_key.public, [Answer(DAY, "for one alone")])
    for spoilt in (blob[:-2], blob[:-1] + b"q", b"", b"\xff" * 20, blob.replace(b"a", b"b")):
        with pytest.raises(SealingError):
            open_answers(key, spoilt)
    with pytest.raises(SealingError):
        open_answers(OpenKey.generate(), blob)
    with pytest.raises(SealingError):
        open_answers(key, receipts.NOBODYS)
