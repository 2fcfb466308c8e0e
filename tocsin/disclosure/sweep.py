"""A name was sealed: the guard learns it, and reads again all that the window shows, before the action commits.

What is clean gets its verdict anew; what is not is emptied and answers 404, and waits for attention. Pages that were
published while a name was being sealed are read once more after the commit: until then the front does not serve them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from tocsin.accounts.actors import system
from tocsin.accounts.policy import require_system
from tocsin.core.actions import Actor, Done, action
from tocsin.front import publishing
from tocsin.front.models import Published

from .examination import examine, examine_bytes
from .guard_clearing import still_sealed
from .guard_files import Unreadable
from .guard_index import Index
from .guard_versions import current_index, hold_version, next_version
from .guard_views import Extract, readings
from .guard_words import language_of
from .models import Basis, Item, PublicRelease, Verdict
from .signals import guard_changed

BATCH = 50
EMPTY_SHA256 = hashlib.sha256(b"").digest()


def learn_names(sender: type, actor: Actor, **_signal: object) -> None:
    """Receiver of ``identifiers_sealed`` of cases and intake. Raises Refused (guard_unavailable)."""
    version = next_version()
    read_again(current_index())
    guard_changed.send(sender=Verdict, version=version, actor=actor)
    transaction.on_commit(settle, robust=True)


def forget_told(release: PublicRelease, actor: Actor, **_signal: object) -> None:
    """Receiver of ``release_withdrawn``: what the release itself told (a name, a place, a day) is sealed once more."""
    if Basis.objects.filter(dossier__release=release, item__in=(Item.NAME, Item.PLACE, Item.AGE)).exists():
        learn_names(sender=PublicRelease, actor=actor)


def settle() -> None:
    """Read what was published under another version than the current; usually there is nothing."""
    if _unread(publishing.current_guard_version()).exists():
        sweep_window(actor=system("publishing"))


def may_sweep(actor: Actor) -> None:
    require_system(actor, "publishing")


@action("disclosure.window_swept", policy=may_sweep)
def sweep_window(*, actor: Actor) -> Done[int]:
    """Read again all that the window shows under an older version; the result is how many pages went dark.

    Nobody learns a name meanwhile: what they had read would get the older version's verdict back, and not be served.
    """
    hold_version()
    dark = read_again(current_index())
    return Done(dark, subject="window:", detail={"darkened": dark})


def read_again(index: Index) -> int:
    """Renew or darken every page of the desk without a verdict of this index; returns how many went dark."""
    dark = 0
    for rows in _batches(index.version):
        passed = {row.path: _may_stand(index, row) for row in rows}
        Verdict.objects.bulk_create(
            [
                Verdict(sha256=row.verdict_sha256, guard_version=index.version, passed=passed[row.path], what=row.path)
                for row in rows
            ],
            ignore_conflicts=True,
        )
        publishing.renew_verdicts([path for path in passed if passed[path]], guard_version=index.version)
        for row in rows:
            if not passed[row.path]:
                _darken(row, index.version)
                dark += 1
    return dark


def _may_stand(index: Index, row: Published) -> bool:
    try:
        findings = examine_bytes(index, bytes(row.body), language_of(row.path))
    except Unreadable:
        return False
    findings += examine(index, readings(Extract(row.path, False, "address")))
    return not still_sealed(index, findings)


def _unread(version: int) -> QuerySet[Published]:
    return Published.objects.filter(source=Published.Source.DESK).exclude(guard_version=version)


def _batches(version: int) -> Iterator[list[Published]]:
    """Pages without a verdict of that version. Each batch is settled before the next is asked for."""
    while rows := list(_unread(version).select_for_update().order_by("path")[:BATCH]):
        yield rows


def _darken(row: Published, version: int) -> None:
    publishing.put_page(
        path=row.path,
        language=row.language,
        page=publishing.Guarded(b"", EMPTY_SHA256, version),
        content_type=row.content_type,
        status=404,
        releases=row.releases,
    )
