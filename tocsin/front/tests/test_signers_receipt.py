"""The signer's receipt: made of the link that was confirmed with, to whoever holds it and to nobody else."""

from __future__ import annotations

import base64
import time

import pytest

from tocsin.core.merkle import EMPTY_ROOT
from tocsin.core.notes import Checkpoint, NoteSigner
from tocsin.front import publishing
from tocsin.front.models import Letterbox
from tocsin.front.verify_receipt import read_receipt

from .conftest import COMMITTED, Keys, Loop
from .test_posts import CAMPAIGN, SUBJECT

pytestmark = COMMITTED

SIGNER = NoteSigner("tocsin.example/campaigns/save-my-friend/log", b"7" * 32)
SALT = bytes(range(16))


@pytest.fixture(autouse=True)
def log(site: None) -> None:
    note = SIGNER.sign(Checkpoint(SIGNER.name, 0, EMPTY_ROOT)).encode()
    publishing.put_log(campaign="save-my-friend", parts={"key": SIGNER.key.text.encode() + b"\n", "checkpoint": note})


def link(keys: Keys, *, campaign: str = "save-my-friend", salt: bytes = SALT, expires: int | None = None) -> str:
    said = {"c": campaign, "r": base64.urlsafe_b64encode(salt).rstrip(b"=").decode()}
    token = keys.links.sign("confirm-signature", SUBJECT, expires=expires, extra=said)
    return f"{CAMPAIGN}confirmed/?t={token}"


def test_the_confirmed_page_hands_out_the_receipt(front: Loop, keys: Keys) -> None:
    confirmed = front.post(link(keys).replace("confirmed", "confirm"))
    assert confirmed.status_code == 303
    said = front.post(confirmed.headers["location"])
    assert (said.status_code, said.headers["cache-control"]) == (200, "no-store")
    assert said.headers["content-disposition"] == 'attachment; filename="receipt-save-my-friend.json"'
    receipt = read_receipt(said.text)
    assert receipt["log"] == "https://tocsin.example/campaigns/save-my-friend/log"
    assert receipt["key"] == SIGNER.key.text
    assert base64.b64decode(receipt["salt"]) == SALT
    assert SUBJECT not in said.text
    assert Letterbox.objects.count() == 1  # the confirmation, and nothing of the receipt


def test_it_can_be_fetched_when_the_link_confirms_nothing_any_more(front: Loop, keys: Keys) -> None:
    old = int(time.time()) - 1
    assert front.post(link(keys, expires=old).replace("confirmed", "confirm")).status_code == 410
    assert front.post(link(keys, expires=old)).status_code == 200


def test_nobody_else_gets_one(front: Loop, keys: Keys) -> None:
    assert front.post(f"{CAMPAIGN}confirmed/").status_code == 400
    assert front.post(link(keys, campaign="another")).status_code == 400
    assert front.post(link(keys, salt=b"")).status_code == 400
    assert front.post(link(keys)[:-4] + "AAAA").status_code == 400


def test_without_the_list_it_is_for_later(front: Loop, keys: Keys) -> None:
    publishing.remove_figures("save-my-friend")
    assert front.until("/campaigns/save-my-friend/log/key", 404).status_code == 404
    assert front.post(link(keys)).status_code == 503


def test_the_list_is_served_as_it_is(front: Loop) -> None:
    said = front.get("/campaigns/save-my-friend/log/checkpoint")
    assert said.headers["content-type"] == "text/plain; charset=utf-8"
    assert SIGNER.key.verify(said.text).startswith(SIGNER.name)
    assert said.headers["access-control-allow-origin"] == "*"
