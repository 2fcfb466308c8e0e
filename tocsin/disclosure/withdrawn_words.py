"""Once a release has ended, its words lie no more in the clear: sealed under the key of its case, they go with it.

What was read outside was read. But a copy of the database must not tell years later what a family took back, and what
was refused or called off was never told to anybody. Positions and languages stay, the hash stays (whoever kept the
exact words can still prove them), and so do the family's words where they stand in the place of pages.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from tocsin.accounts.actors import system
from tocsin.accounts.policy import require_system
from tocsin.cases import vault
from tocsin.core.actions import Actor, Done, action
from tocsin.core.keyring import KeyExposed, KeyMissing
from tocsin.core.sealing import SealingError
from tocsin.front.chores import every_round

from . import pictures
from .models import Dossier, GonePage, PublicRelease, Statement
from .models.withdrawn import WithdrawnWords
from .words import Word

logger = logging.getLogger(__name__)
State = PublicRelease.State
ENDED = (State.WITHDRAWN, State.REFUSED, State.ABORTED)


def seal_words(release: PublicRelease) -> bool:
    """Seal the words of a release that has ended, in the caller's transaction and after everything else in it.

    Nothing that goes wrong here stops a withdrawal: then it is False, and ``seal_waiting`` tries again.
    """
    try:
        with transaction.atomic():
            _seal(Dossier.objects.select_related("release").get(release_id=release.pk))
    except (KeyMissing, KeyExposed, SealingError, OSError) as trouble:
        logger.error("The words of an ended release could not be sealed (%s).", type(trouble).__name__)
        return False
    return True


def words(release: PublicRelease) -> list[Word]:
    """The exact words of a release, ended or not, for readers of its dossier. Raises KeyMissing, SealingError."""
    sealed = _sealed(release)
    if sealed is not None:
        return [(position, language, text) for position, language, text in sealed["words"]]
    return list(_plain(release))


def gone_words(release: PublicRelease) -> dict[str, str]:
    """What the family says, or would have said, once it is withdrawn. Raises KeyMissing, SealingError."""
    sealed = _sealed(release)
    return dict(sealed["gone_words"]) if sealed is not None else dict(release.gone_words)


def may_seal(actor: Actor) -> None:
    require_system(actor, "retention")


@every_round("disclosure.ended_words")
def seal_what_waits() -> None:
    if waiting():
        seal_waiting(actor=system("retention"))


@action("disclosure.ended_words_sealed", policy=may_seal)
def seal_waiting(*, actor: Actor) -> Done[int]:
    """Seal what could not be sealed when it ended, or ended before there was this; returns how many releases."""
    sealed = sum(seal_words(release) for release in waiting())
    return Done(sealed, subject="releases:", detail={"sealed": sealed})


def waiting() -> list[PublicRelease]:
    """Ended releases whose words lie in the clear though their case's key is here."""
    rows = Dossier.objects.filter(release__state__in=ENDED, withdrawn_words__isnull=True).select_related("release")
    return [dossier.release for dossier in rows if vault.holds(dossier.case_id)]


def _seal(dossier: Dossier) -> None:
    release = PublicRelease.objects.select_for_update().get(pk=dossier.release_id)
    if release.state not in ENDED or WithdrawnWords.objects.filter(dossier=dossier).exists():
        return
    told = json.dumps({"words": list(_plain(release)), "gone_words": release.gone_words}, ensure_ascii=False)
    WithdrawnWords.objects.create(dossier=dossier, sealed_words=vault.seal(dossier.case_id, _context(release.pk), told))
    Statement.objects.filter(release=release).exclude(text="").update(text="")
    pictures.seal_away(release)
    if not _stands_in_place(release):
        PublicRelease.objects.filter(pk=release.pk).exclude(gone_words={}).update(gone_words={})
        GonePage.objects.filter(release=release).delete()


def _stands_in_place(release: PublicRelease) -> bool:
    """Whether the family's words are to be read where pages were; otherwise nobody reads them any more."""
    return (
        release.state == State.WITHDRAWN
        and release.live_at is not None
        and release.gone_status == PublicRelease.Gone.WORDS
    )


def _plain(release: PublicRelease) -> Iterable[Word]:
    rows = Statement.objects.filter(release_id=release.pk).order_by("position", "language")
    return rows.values_list("position", "language", "text")


def _sealed(release: PublicRelease) -> dict[str, Any] | None:
    kept = WithdrawnWords.objects.filter(dossier__release_id=release.pk).select_related("dossier").first()
    if kept is None:
        return None
    told: dict[str, Any] = json.loads(vault.open_text(kept.dossier.case_id, _context(release.pk), kept.sealed_words))
    return told


def _context(release_id: UUID) -> str:
    return f"release.words:{release_id}"
