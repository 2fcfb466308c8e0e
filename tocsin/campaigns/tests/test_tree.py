"""The tree of signatures: what enters it, what its published bytes prove, and what they never tell."""

from __future__ import annotations

import base64
import datetime as dt
from collections import Counter
from uuid import UUID

import pytest
from django.db import connection

from tocsin.accounts.actors import system
from tocsin.campaigns.counting import count
from tocsin.campaigns.models import Campaign, Signature
from tocsin.campaigns.tree import boxes, growing, window
from tocsin.campaigns.tree.entries import Kind, pledge, unbundle
from tocsin.campaigns.tree.keeping import signer
from tocsin.campaigns.tree_models import OwedWithdrawal, Tree, TreeTile
from tocsin.core.actions import Actor, NotPermitted
from tocsin.core.sealing import SealingError
from tocsin.front import verify_receipt
from tocsin.front.models import Published
from tocsin.front.tests.posting import drain, post
from tocsin.supporters.actions import erase_contact

from .crowd import COUNTING, confirm, open_campaign, sign, signature_of, withdraw


def signed(names: int, start: int = 0) -> None:
    post(*[sign(f"p{number}@example.org") for number in range(start, start + names)])
    drain()
    post(*[confirm(row) for row in Signature.objects.filter(state="pending")])
    drain()


def read(campaign: Campaign) -> verify_receipt.Get:
    """The published bytes, as anybody reads them."""

    def get(path: str) -> bytes:
        row = Published.objects.filter(path=f"/campaigns/{campaign.slug}/log/{path}").first()
        if row is None:
            raise verify_receipt.Missing("log")
        return bytes(row.body)

    return get


def receipt_of(signature: Signature) -> dict[str, str]:
    assert signature.sealed_leaf is not None
    salt = boxes.open_box(signature.pk, signature.sealed_leaf).salt
    key = signer(signature.campaign).key.text
    return {"format": verify_receipt.FORMAT, "log": "", "key": key, "salt": base64.b64encode(salt).decode()}


def proven(signature: Signature) -> tuple[int, int]:
    signature.refresh_from_db()
    receipt = receipt_of(signature)
    return verify_receipt.check(receipt, verify_receipt.prove(receipt, read(signature.campaign)))


def recounted(campaign: Campaign) -> dict[str, object]:
    return verify_receipt.recount(read(campaign), signer(campaign).key.text)


def grow() -> int:
    return growing.grow(actor=COUNTING)


def later(seconds: float) -> None:
    """As if the last checkpoint were older."""
    Tree.objects.update(issued_at=Tree.objects.get().issued_at - dt.timedelta(seconds=seconds))


def test_every_confirmed_signature_proves_itself(campaign: Campaign) -> None:
    signed(25)
    post(sign("pending@example.org"))
    drain()
    assert grow() == 25
    places = {proven(row) for row in Signature.objects.filter(state="confirmed")}
    assert places == {(index, 25) for index in range(25)}
    with pytest.raises(verify_receipt.NotYet):
        proven(signature_of("pending@example.org"))
    assert recounted(campaign)["count"] == 25


def test_fewer_than_twenty_wait_for_a_day(campaign: Campaign) -> None:
    signed(19)
    assert grow() == 0
    assert not Published.objects.filter(path__contains="/log/").exists()
    Signature.objects.filter(state="confirmed").update(confirmed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert grow() == 19


def test_the_next_checkpoint_waits_a_little(campaign: Campaign) -> None:
    signed(20)
    grow()
    signed(20, start=100)
    assert grow() == 0
    later(31)
    assert grow() == 20
    assert recounted(campaign)["size"] == 40


def test_a_withdrawal_names_no_entry_and_receipts_stay_true(campaign: Campaign) -> None:
    signed(20)
    grow()
    gone, stays = signature_of("p3@example.org"), signature_of("p4@example.org")
    post(withdraw(gone))
    drain()
    Signature.objects.filter(pk=gone.pk).update(withdrawn_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert grow() == 1
    found = recounted(campaign)
    assert (found["signatures"], found["withdrawn"], found["count"]) == (20, 1, 19)
    assert proven(stays)[1] == proven(gone)[1] == 21  # what was signed was signed: the list only grows
    count(actor=COUNTING)
    campaign.refresh_from_db()
    assert campaign.signature_count == found["count"]


def test_whoever_withdraws_and_signs_again_has_one_standing_entry_and_a_new_receipt(campaign: Campaign) -> None:
    signed(20)
    grow()
    row = signature_of("p3@example.org")
    old = receipt_of(row)
    post(withdraw(row))
    drain()
    post(sign("p3@example.org"))
    drain()
    post(confirm(signature_of("p3@example.org")))
    drain()
    row.refresh_from_db()
    assert receipt_of(row)["salt"] != old["salt"]
    OwedWithdrawal.objects.update(since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert grow() == 2
    assert recounted(campaign)["count"] == 20
    assert not OwedWithdrawal.objects.exists()
    proven(row)


def test_erasing_destroys_the_box_and_leaves_the_entry(campaign: Campaign) -> None:
    signed(21)
    grow()
    row = signature_of("p3@example.org")
    erase_contact(actor=system("letterbox"), contact=row.contact)
    row.refresh_from_db()
    assert row.sealed_leaf is None
    assert recounted(campaign)["count"] == 21


def test_one_erased_before_the_tree_grew_still_counts(campaign: Campaign) -> None:
    signed(21)
    erase_contact(actor=system("letterbox"), contact=signature_of("p3@example.org").contact)
    assert grow() == 21
    assert recounted(campaign)["count"] == 21


def test_an_auditor_who_is_shown_a_box_can_check_the_pledge(campaign: Campaign) -> None:
    signed(20)
    grow()
    row = signature_of("p5@example.org")
    row.refresh_from_db()
    box = boxes.open_box(row.pk, row.sealed_leaf or b"")
    assert box.signer.address == "p5@example.org"
    assert box.index is not None
    entry = unbundle(bytes(TreeTile.objects.get(level=TreeTile.ENTRIES, number=0).body))[box.index]
    assert entry[33:] == pledge(box.blind, box.signer)
    with pytest.raises(SealingError):
        boxes.open_box(UUID(int=1), row.sealed_leaf or b"")


def test_a_batch_is_shuffled_and_holds_no_name(campaign: Campaign) -> None:
    signed(40)
    grow()
    everything = b"".join(
        bytes(b) for b in Published.objects.filter(path__contains="/log/").values_list("body", flat=True)
    )
    assert b"example.org/" not in everything.replace(signer(campaign).name.encode(), b"")
    indexes = [boxes.open_box(r.pk, r.sealed_leaf or b"").index for r in Signature.objects.order_by("pk")]
    assert sorted(indexes) == list(range(40)) != indexes


def test_many_tiles(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "MOST", 100)
    signed(270)
    sizes = []
    while growing.grow_tree(actor=COUNTING, campaign=campaign):
        sizes.append(Tree.objects.get().size)
    assert sizes == [100, 200, 270]
    paths = set(Published.objects.filter(path__contains="/log/tile").values_list("path", flat=True))
    root = f"/campaigns/{campaign.slug}/log/tile/"
    assert paths == {root + each for each in ("0/000", "0/001.p/14", "1/000.p/1", "entries/000", "entries/001.p/14")}
    assert Counter(proven(row)[1] for row in Signature.objects.all()) == {270: 270}
    assert verify_receipt.recount(read(campaign), signer(campaign).key.text, at=200)["count"] == 200


def test_a_dark_campaign_takes_its_tree_out_of_the_window_and_brings_it_back(campaign: Campaign) -> None:
    signed(20)
    grow()
    Campaign.objects.update(state=Campaign.State.DARK)
    Published.objects.filter(path__contains="/log/").delete()
    assert window.publish_missing() == 0
    Campaign.objects.update(state=Campaign.State.LIVE)
    assert window.publish_missing() == 1
    assert recounted(campaign)["count"] == 20
    assert window.publish_missing() == 0


def test_trees_do_not_mix(campaign: Campaign) -> None:
    other = open_campaign("another")
    signed(20)
    grow()
    assert not Tree.objects.filter(campaign=other).exists()


def test_only_what_counts_grows_a_tree(campaign: Campaign) -> None:
    with pytest.raises(NotPermitted):
        growing.grow(actor=Actor(name="Mallory", staff_id=1, roles=frozenset({"campaigner"})))
    with pytest.raises(NotPermitted):
        growing.grow_tree(actor=system("letterbox"), campaign=campaign)


@pytest.mark.parametrize(
    ("below", "body"),
    [
        ("checkpoint", b"Kim Young-hee was here\n"),
        ("tile/0/000.p/1", b"Kim"),
        ("tile/0/000.p/256", b"k" * 8192),
        ("tile/entries/000.p/1", b"\x00\x09Kim Young"),
        ("find/zz", b"k" * 13),
        ("notes", b"k" * 32),
    ],
)
def test_the_window_takes_nothing_else_from_the_worker(db: None, below: str, body: bytes) -> None:
    sql = (
        "INSERT INTO front_published (path, language, status, content_type, headers, body, etag, slots, messages,"
        " releases, origins, source, live_version, updated) VALUES (%s, '', 200, %s, '{}', %s,"
        " left(encode(sha256(%s), 'hex'), 32), false, '{}', '{}', '{}', 'worker', 0, now())"
    )
    kind = "text/plain; charset=utf-8" if below == "checkpoint" else "application/octet-stream"
    with connection.cursor() as cursor, pytest.raises(Exception, match="front_published_figures"):
        cursor.execute(sql, [f"/campaigns/save-my-friend/log/{below}", kind, body, body])


def test_kinds_add_up() -> None:
    assert {kind.value for kind in Kind} == set(verify_receipt.CHANGES)
