"""Destroyed is destroyed: a backup from before, restored with today's keystore, reads nothing of the case any more,
not its names' index, not what was linked to it, not the words of its withdrawn releases."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tocsin.site.instance import Instance
from tocsin.site.pgfiles import SUPERUSER
from tocsin.site.testing import open_place

from .loot import Hunter, dump
from .played import connect, run

HERE = Path(__file__).parent
# What a person of the case can open while its key is there; `plain words` none can, the release being withdrawn.
EVERY_WAY = [
    *("key", "title", "file", "access", "attachment", "export", "search", "index", "guard", "ledger", "release"),
    *("words", "report"),
]


@dataclass
class Story:
    """A case that was backed up and then destroyed; ``told`` is what the seed printed."""

    place: Path
    told: dict[str, Any]


def tocsin(*words: object) -> str:
    """Run the command as an operator does; its output."""
    done = subprocess.run(
        [sys.executable, "-m", "tocsin.site.cli", *map(str, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def story() -> Iterator[Story]:
    with open_place() as place:
        instance = Instance(place / "first", demo=True, any_ports=True, durable=False, environ={})
        instance.open()
        try:
            seeded = run(instance, "desk", str(HERE / "seed_case_to_destroy.py"))
            assert seeded.returncode == 0, seeded.stderr
            told = json.loads(seeded.stdout.splitlines()[-1])
        finally:
            instance.stop()
        home = place / "first"
        tocsin("backup", "--home", home, place / "with-keys.tar.gz")
        said = tocsin("cases", "--home", home, "destroy", told["number"], "--yes")
        assert "Destroyed" in said
        assert not [one for one in told["sealed"] if one in said]
        yield Story(place, told)


def probe(story: Story, name: str, *restore: object) -> tuple[list[str], dict[str, set[str]]]:
    """What opens in a backup restored into a new home, and which words lie in the clear in its database."""
    home = story.place / name
    tocsin("restore", "--home", home, *restore)
    instance = Instance(home, any_ports=True, durable=False, environ={})
    try:
        instance.open_database_only()
        tried = run(instance, "desk", str(HERE / "probe_case.py"), story.told["case"], story.told["sealed"][0])
        assert tried.returncode == 0, tried.stderr
        with connect(instance, SUPERUSER, "admin") as connection:
            loot = dump(connection)
    finally:
        instance.stop()
    words = [one.encode() for one in story.told["sealed"] + story.told["released"]]
    return json.loads(tried.stdout.splitlines()[-1]), Hunter(words).search(loot.pieces.items())


def test_with_todays_keystore_nothing_of_it_opens(story: Story) -> None:
    """Even though this backup brought the keys of then along."""
    todays = story.place / "first" / "keys" / "desk"
    opened, plain = probe(story, "second", "--keystore", todays, story.place / "with-keys.tar.gz")
    assert opened == []
    assert plain == {}


def test_with_the_keys_of_then_all_of_it_would(story: Story) -> None:
    """So that the tests above do not pass because nothing ever opens: this is why the keystore's backups are short."""
    opened, plain = probe(story, "third", story.place / "with-keys.tar.gz")
    assert opened == EVERY_WAY
    assert plain == {}


def test_its_key_is_gone_and_what_is_left_behind_it(story: Story) -> None:
    keys = story.place / "first" / "keys" / "desk"
    assert list((keys / "cases").iterdir()) == []
    assert list((keys / "reports").iterdir()) == []
    again = subprocess.run(
        [sys.executable, "-m", "tocsin.site.cli", "cases", "--home", story.place / "first", "destroy",
         story.told["number"], "--yes"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert again.returncode != 0
    assert "No end of a case with this number is approved" in again.stdout + again.stderr


def test_what_is_no_keystore_is_refused(story: Story) -> None:
    words = ["restore", "--home", story.place / "fourth", "--keystore", story.place, story.place / "with-keys.tar.gz"]
    asked = subprocess.run(
        [sys.executable, "-m", "tocsin.site.cli", *map(str, words)], capture_output=True, text=True, check=False
    )
    assert asked.returncode == 2
    assert "is no keystore" in asked.stderr
    assert not (story.place / "fourth").exists()
