"""Showing an auditor who stands behind entries drawn at random: to the auditor alone, and nobody can choose which.

The auditor gives a seed after the root has been signed; which entries are drawn follows from seed, root and size, so
that neither side picks. What is shown is encrypted to the auditor's age recipient before it leaves the worker.
docs/operations/auditing.md describes the procedure for both.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec
import pyrage

from tocsin.campaigns import policy
from tocsin.campaigns.models import Campaign, Signature
from tocsin.campaigns.tree_models import Tree
from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.core.merkle import TILE_WIDTH

from . import boxes
from .entries import Kind, unbundle
from .keeping import ENTRIES, tile

FORMAT = "tocsin-sample/1"
MOST = 1000
CHUNK = 2000


@dataclass(frozen=True)
class Sample:
    """``sealed``: an age file for the auditor; ``shown`` entries have a person in it, ``erased`` have none any more."""

    sealed: bytes
    drawn: int
    shown: int
    erased: int


def draw(seed: str, root: bytes, size: int, count: int) -> list[int]:
    """``count`` different indexes: SHA-256 of seed, root and a counter, modulo ``size``; the bias is below 2**-190."""
    drawn: dict[int, None] = {}
    counter = 0
    while len(drawn) < min(count, size):
        said = seed.encode() + b"\n" + root + counter.to_bytes(8, "big")
        drawn[int.from_bytes(hashlib.sha256(said).digest(), "big") % size] = None
        counter += 1
    return list(drawn)


@action("campaigns.sample_drawn", policy=policy.may_count)
def draw_sample(*, actor: Actor, campaign: Campaign, seed: str, count: int, recipient: str) -> Done[Sample]:
    """Open the drawn entries to an auditor. Raises Refused: no_tree, no_seed, too_many, no_recipient."""
    tree = Tree.objects.filter(campaign=campaign, size__gt=0).first()
    _require(tree is not None, "This campaign's list is empty.", "no_tree")
    _require(bool(seed.strip()), "The auditor's seed is missing.", "no_seed")
    _require(0 < count <= MOST, f"A sample has 1 to {MOST} entries.", "too_many")
    assert tree is not None  # noqa: S101 (said above, for the types)
    reader = _recipient(recipient)
    indexes = draw(seed, bytes(tree.root), tree.size, count)
    people = _people(campaign, set(indexes))
    entries = [_entry(campaign, index, people.get(index)) for index in indexes]
    said = {
        "format": FORMAT, "campaign": campaign.slug, "checkpoint": tree.checkpoint, "seed": seed, "entries": entries,
    }  # fmt: skip
    sealed = pyrage.encrypt(msgspec.json.encode(said), [reader])
    shown = sum("address" in entry for entry in entries)
    erased = sum(entry["kind"] == Kind.SIGNATURE and "address" not in entry for entry in entries)
    facts = {"drawn": len(indexes), "shown": shown, "size": tree.size, "recipient": recipient[:16]}
    return Done(Sample(sealed, len(indexes), shown, erased), subject=f"campaign:{campaign.pk}", detail=facts)


def _require(right: bool, words: str, code: str) -> None:
    if not right:
        raise Refused(words, "See docs/operations/auditing.md.", code)


def _recipient(text: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise Refused("This is no age recipient.", "It begins with age1.", "no_recipient") from error


def _people(campaign: Campaign, wanted: set[int]) -> dict[int, boxes.Box]:
    """The boxes of these entries, by index: found by opening all, since nothing leads from an entry to a person."""
    found: dict[int, boxes.Box] = {}
    rows = Signature.objects.filter(campaign=campaign, sealed_leaf__isnull=False).values_list("pk", "sealed_leaf")
    for signature_id, sealed in rows.iterator(chunk_size=CHUNK):
        box = boxes.open_box(signature_id, sealed or b"")
        if box.index in wanted and box.index is not None:
            found[box.index] = box
    return found


def _entry(campaign: Campaign, index: int, box: boxes.Box | None) -> dict[str, Any]:
    raw = unbundle(tile(campaign, ENTRIES, index // TILE_WIDTH))[index % TILE_WIDTH]
    said: dict[str, Any] = {"index": index, "kind": raw[0], "entry": base64.b64encode(raw).decode()}
    if box is not None and raw[0] == Kind.SIGNATURE:
        person = {"name": box.name, "address": box.address, "country": box.country, "hour": box.hour}
        said |= {"blind": base64.b64encode(box.blind).decode(), **person}
    return said
