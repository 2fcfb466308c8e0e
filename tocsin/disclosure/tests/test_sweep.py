"""A name is sealed: what the window shows is read again, in the same transaction."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from tocsin.accounts.actors import system
from tocsin.cases.actions import add_name, open_case
from tocsin.core.actions import NotPermitted, Refused
from tocsin.disclosure import guard, guard_index, queries, signals
from tocsin.disclosure.actions import sweep_window, withdraw_release
from tocsin.disclosure.models import Verdict
from tocsin.front import publishing
from tocsin.front.models import Published

from .world import LATIN, World

CLEAN, TELLING = b"<p>At least 31 people.</p>", b"<p>Yun Seora is among them.</p>"


def put(path: str, body: bytes) -> None:
    passed = guard.pass_bytes(body, what=path)
    page = publishing.Guarded(body, passed.sha256, passed.guard_version)
    publishing.put_page(path=path, language="en", page=page)


def learn(world: World, name: str = "Yun Seora") -> None:
    add_name(actor=world.mina, person=world.person, script="Latn", name=name)


def test_what_passes_keeps_a_verdict(world: World) -> None:
    passed = guard.pass_bytes(CLEAN, what="/en/")
    verdict = Verdict.objects.get()
    assert bytes(verdict.sha256) == passed.sha256 == hashlib.sha256(CLEAN).digest()
    assert (verdict.guard_version, verdict.passed) == (passed.guard_version, True)
    guard.pass_bytes(CLEAN, what="/en/")
    assert Verdict.objects.count() == 1


def test_what_does_not_pass_is_refused_with_where(world: World) -> None:
    with pytest.raises(Refused) as refused:
        guard.pass_bytes(f"<p>One</p><p>{LATIN}</p>".encode(), what="/en/a/")
    assert refused.value.code == "sealed_name"
    assert "in the English text, line 2" in refused.value.message
    assert LATIN not in repr(refused.value)
    assert not Verdict.objects.get().passed


def test_a_letter_is_read_in_all_its_parts(world: World) -> None:
    good = {"subject": "News", "html": "<p>At least 31</p>", "text": "At least 31"}
    passed = guard.pass_letter(**good, what="letter:1:en")
    assert passed.sha256 == hashlib.sha256(b"News\0<p>At least 31</p>\0At least 31").digest()
    for part, where in (("subject", "in the subject"), ("html", "in the text, line 1"), ("text", "in the plain text")):
        with pytest.raises(Refused) as refused:
            guard.pass_letter(**{**good, part: f"<p>About {LATIN}</p>"}, what="letter:1:en")
        assert where in refused.value.message


def test_a_learnt_name_darkens_what_tells_it_and_renews_the_rest(world: World) -> None:
    put("/en/", CLEAN)
    put("/en/blog/a/", TELLING)
    before = guard.current_version()
    heard: list[int] = []

    def hear(sender: type, version: int, **_kept: object) -> None:
        heard.append(version)

    signals.guard_changed.connect(hear)
    try:
        learn(world)
    finally:
        signals.guard_changed.disconnect(hear)
    assert heard == [guard.current_version()]
    assert heard[0] > before
    clean, told = Published.objects.order_by("path")
    assert (clean.status, clean.guard_version, bytes(clean.body)) == (200, heard[0], CLEAN)
    assert (told.status, told.guard_version, bytes(told.body), told.gzip) == (404, heard[0], b"", None)
    for first in ("mina", "teo", "adaeze"):
        assert [one.path for one in queries.attention(world.actor(first))] == ["/en/blog/a/"]
    assert queries.attention(world.ruth) == []
    put("/en/blog/a/", CLEAN)
    assert queries.attention(world.teo) == []


def test_a_version_that_was_rolled_back_never_comes_again(world: World) -> None:
    with transaction.atomic():
        learn(world, "Pyo Marin")
        undone = guard.current_version()
        transaction.set_rollback(True)
    assert guard.current_version() < undone
    guard.pass_bytes(b"Pyo Marin", what="/en/a/")
    learn(world)
    assert guard.current_version() > undone
    with pytest.raises(Refused):
        guard.pass_bytes(TELLING, what="/en/b/")


def test_what_was_published_meanwhile_is_read_after_the_commit(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        put("/en/blog/a/", TELLING)
        put("/en/", CLEAN)
        stale = guard.current_version()
        learn(world)
        # As another transaction would leave them that had begun before.
        Published.objects.update(guard_version=stale)
    assert set(Published.objects.values_list("guard_version", flat=True)) == {guard.current_version()}


def test_only_the_system_sweeps(world: World) -> None:
    for actor in (world.mina, world.ruth, system("mailing")):
        with pytest.raises(NotPermitted):
            sweep_window(actor=actor)
    assert sweep_window(actor=system("publishing")) == 0


@pytest.mark.parametrize("harm", ["gone", "changed", "exposed"])
def test_without_a_key_nothing_goes_out(world: World, harm: str) -> None:
    put("/en/", CLEAN)
    key = Path(settings.TOCSIN_KEYS) / "cases" / str(world.case.pk)
    kept = key.read_bytes()
    if harm == "gone":
        key.unlink()
    elif harm == "changed":
        key.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    else:
        key.chmod(0o644)
    guard_index.forget()
    for attempt in (
        lambda: guard.pass_bytes(CLEAN, what="/en/b/"),
        lambda: guard.pass_letter(subject="a", html="b", text="c", what="letter:1:en"),
        lambda: guard.pass_words([("en", 1, "At least 31")]),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == "guard_unavailable"
        assert refused.value.remedy
    other = open_case(actor=world.mina, title="Another")
    assert other.pk
    assert Published.objects.get().status == 200


def test_withdrawing_works_without_any_key(world: World) -> None:
    release = world.release()
    passed = guard.pass_bytes(CLEAN, what="/en/a/")
    page = publishing.Guarded(CLEAN, passed.sha256, passed.guard_version)
    publishing.put_page(path="/en/a/", language="en", page=page, releases=[release.pk])
    (Path(settings.TOCSIN_KEYS) / "cases" / str(world.case.pk)).unlink()
    guard_index.forget()
    withdraw_release(actor=world.mina, release=release)
    row = Published.objects.get()
    assert (row.status, bytes(row.body)) == (410, b"")
