"""An auditor is shown entries that nobody chose, alone, and can check that they are the published ones."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import CommandError, call_command

from tocsin.accounts.actors import system
from tocsin.campaigns.models import Campaign, Signature
from tocsin.campaigns.tree.entries import Signer, pledge
from tocsin.campaigns.tree.sampling import draw, draw_sample
from tocsin.campaigns.tree_models import Tree
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.models import AuditEntry
from tocsin.supporters.actions import erase_contact

from .crowd import COUNTING, signature_of
from .test_tree import grow, signed

AUDITOR = pyrage.x25519.Identity.generate()
RECIPIENT = str(AUDITOR.to_public())


@pytest.fixture
def tree(campaign: Campaign) -> Campaign:
    signed(24)
    grow()
    return campaign


def opened(sealed: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(pyrage.decrypt(sealed, [AUDITOR]))
    return said


def test_what_is_shown_can_be_checked_against_the_list(tree: Campaign) -> None:
    sample = draw_sample(actor=COUNTING, campaign=tree, seed="7 13 21 34", count=5, recipient=RECIPIENT)
    said = opened(sample.sealed)
    row = Tree.objects.get()
    assert [entry["index"] for entry in said["entries"]] == draw("7 13 21 34", bytes(row.root), row.size, 5)
    for entry in said["entries"]:
        signer = Signer(entry["name"], entry["address"], entry["country"], entry["hour"])
        assert base64.b64decode(entry["entry"])[33:] == pledge(base64.b64decode(entry["blind"]), signer)
        assert Signature.objects.filter(pk=signature_of(entry["address"]).pk).exists()
    assert (sample.drawn, sample.shown, sample.erased) == (5, 5, 0)


def test_the_file_shows_nobody_to_anybody_else(tree: Campaign) -> None:
    sample = draw_sample(actor=COUNTING, campaign=tree, seed="s", count=24, recipient=RECIPIENT)
    assert b"example.org" not in sample.sealed
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sample.sealed, [pyrage.x25519.Identity.generate()])
    entry = AuditEntry.objects.filter(kind="campaigns.sample_drawn").get()
    assert "example.org" not in str(entry.detail)


def test_the_erased_are_told_as_a_number(tree: Campaign) -> None:
    erase_contact(actor=system("letterbox"), contact=signature_of("p3@example.org").contact)
    sample = draw_sample(actor=COUNTING, campaign=tree, seed="s", count=24, recipient=RECIPIENT)
    assert (sample.drawn, sample.shown, sample.erased) == (24, 23, 1)
    assert "p3@example.org" not in str(opened(sample.sealed))


def test_another_seed_draws_others_and_none_twice() -> None:
    first, second = draw("a", b"r" * 32, 10_000, 100), draw("b", b"r" * 32, 10_000, 100)
    assert len(set(first)) == len(set(second)) == 100
    assert set(first) != set(second)


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"seed": " "}, "no_seed"), ({"count": 0}, "too_many"), ({"count": 1001}, "too_many"),
     ({"recipient": "ssh-rsa x"}, "no_recipient")],
)  # fmt: skip
def test_what_cannot_be_drawn(tree: Campaign, changed: dict[str, Any], code: str) -> None:
    asked: dict[str, Any] = {"seed": "s", "count": 3, "recipient": RECIPIENT} | changed
    with pytest.raises(Refused) as refused:
        draw_sample(actor=COUNTING, campaign=tree, **asked)
    assert refused.value.code == code


def test_only_the_system_that_counts_draws(tree: Campaign) -> None:
    with pytest.raises(NotPermitted):
        draw_sample(actor=system("letterbox"), campaign=tree, seed="s", count=3, recipient=RECIPIENT)


def test_the_operators_command(tree: Campaign, tmp_path: Path) -> None:
    out = tmp_path / "sample.age"
    call_command("draw_sample", tree.slug, seed="s", count=3, to=RECIPIENT, out=out)
    assert len(opened(out.read_bytes())["entries"]) == 3
    with pytest.raises(CommandError):
        call_command("draw_sample", "nothing", seed="s", count=3, to=RECIPIENT, out=tmp_path / "other")
