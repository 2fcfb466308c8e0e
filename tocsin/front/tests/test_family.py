"""The family's door: whatever well-formed words are typed, the answer is the same; a slip is told before anything."""

from __future__ import annotations

import pytest

from tocsin.core.code_words import new_code
from tocsin.core.sessions import SessionOpener
from tocsin.front import payloads
from tocsin.front.models import Letterbox

from .conftest import COMMITTED, OURS, Keys, Loop, put

pytestmark = COMMITTED
FORM = '<!--problems--><input name="words" value="%%field:words%%">'


@pytest.fixture
def door(site: None) -> str:
    for language in ("en", "ko"):
        put(f"/{language}/family/", FORM, slots=True)
        put(f"/{language}/family/received/", "<h1>we have your words</h1>")
    return "/ko/family/"


@pytest.fixture
def front(door: str, front: Loop) -> Loop:
    return front


def codes(keys: Keys) -> list[str]:
    rows = Letterbox.objects.filter(kind="family-code")
    read = [payloads.decode(SessionOpener(keys.reports).open(bytes(row.payload))) for row in rows]
    return [one.code for one in read if isinstance(one, payloads.FamilyCode)]


def test_every_code_is_answered_alike_and_sealed_to_the_desk(front: Loop, keys: Keys) -> None:
    first, second = new_code(), new_code()
    answers = [
        front.post("/ko/family/", data={"words": first.upper().replace(" ", "-")}),
        front.post("/ko/family/", data={"words": f"  {second.title()}\n"}),
    ]
    assert {answer.status_code for answer in answers} == {303}
    assert {answer.headers["location"] for answer in answers} == {"/ko/family/received/"}
    assert len({(answer.content, str(answer.headers)) for answer in answers}) == 1
    assert set(codes(keys)) == {first, second}
    assert len({len(bytes(row.payload)) for row in Letterbox.objects.all()}) == 1


def test_tor_browser_may_come_in(front: Loop) -> None:
    answer = front.post("/en/family/", data={"words": new_code()}, headers={"origin": "null"})
    assert answer.status_code == 303
    assert front.get(answer.headers["location"]).status_code == 200
    foreign = front.post("/en/family/", data={"words": new_code()}, headers={"origin": "https://elsewhere.example"})
    assert foreign.status_code == 403
    assert front.post("/en/family/", data={"words": new_code()}, headers={"origin": OURS}).status_code == 303


@pytest.mark.parametrize("typed", ["", "amber", "one two three four five six seven", "a" * 2_000])
def test_a_slip_is_told_and_nothing_is_kept(front: Loop, typed: str) -> None:
    answer = front.post("/en/family/", data={"words": typed})
    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    assert not Letterbox.objects.exists()


def test_one_wrong_word_is_a_slip(front: Loop) -> None:
    words = new_code().split()
    words[2] = "amber" if words[2] != "amber" else "badger"
    answer = front.post("/en/family/", data={"words": " ".join(words)})
    assert answer.status_code in (303, 422)  # one slip in 1,024 keeps the sum
    assert front.get("/en/family/?words=amber").text.count("amber") == 0
