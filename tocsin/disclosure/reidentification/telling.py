"""Everything that was told of a case, line by line: by rung where rungs were kept, and by the words themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from tocsin.cases import vault
from tocsin.cases.models import Case
from tocsin.cases.opened import OpenedCase
from tocsin.disclosure import contexts, told, withdrawn_words
from tocsin.disclosure.ladders import holds
from tocsin.disclosure.models import Audience, Basis, Dossier, PublicRelease, ToldFacts
from tocsin.disclosure.told import Told

from .reading import read

# What may still be read, or was: everything but what was never let out.
State = PublicRelease.State
NEVER_OUT = frozenset({State.REFUSED, State.ABORTED})


@dataclass(frozen=True)
class ToldLine:
    """One line that somebody reads. ``version`` of its release, None in the draft; ``audience`` who reads it."""

    version: int | None
    position: int
    audience: str
    texts: Mapping[str, str]
    persons: tuple[UUID, ...]
    told: tuple[Told, ...]


def told_before(opened: OpenedCase, case: Case, day: dt.date) -> list[ToldLine]:
    """Every line of the case's earlier releases, those under way and those taken back included, the oldest first."""
    dossiers = Dossier.objects.filter(case=case).select_related("release").order_by("version")
    return [line for one in dossiers if _was_out(one.release) for line in _lines(opened, one, day)]


def draft_line(
    opened: OpenedCase, position: int, audience: str, texts: Mapping[str, str], persons: Sequence[UUID],
    rungs: Sequence[Told], day: dt.date,
) -> ToldLine:  # fmt: skip
    """A line that is being drafted."""
    return ToldLine(None, position, audience, texts, tuple(persons), _with_words(opened, texts, persons, rungs, day))


def read_by(lines: Sequence[ToldLine], audience: str) -> list[ToldLine]:
    """What a reader of that audience can have read: their own releases, and those for the public."""
    return [line for line in lines if line.audience in (audience, Audience.PUBLIC)]


def _was_out(release: PublicRelease) -> bool:
    withdrawn_unread = release.state == State.WITHDRAWN and release.approved_at is None
    return release.state not in NEVER_OUT and not withdrawn_unread


def _lines(opened: OpenedCase, dossier: Dossier, day: dt.date) -> list[ToldLine]:
    texts: dict[int, dict[str, str]] = {}
    for position, language, text in withdrawn_words.words(dossier.release):
        texts.setdefault(position, {})[language] = text
    persons: dict[int, dict[UUID, None]] = {}
    for basis in Basis.objects.filter(dossier=dossier).exclude(person=None).order_by("position", "pk"):
        if basis.person_id is not None:
            persons.setdefault(basis.position, {})[basis.person_id] = None
    rungs, audience = _rungs(dossier), dossier.release.audience
    found = []
    for position, said in sorted(texts.items()):
        whom = tuple(persons.get(position, ()))
        kept = rungs[position - 1] if position <= len(rungs) else ()
        told_there = _with_words(opened, said, whom, kept, day)
        found.append(ToldLine(dossier.version, position, audience, said, whom, told_there))
    return found


def _rungs(dossier: Dossier) -> tuple[tuple[Told, ...], ...]:
    kept = ToldFacts.objects.filter(dossier=dossier).first()
    if kept is None:
        return ()
    return told.from_text(vault.open_text(dossier.case_id, contexts.told(dossier.release_id), kept.sealed_lines))


def _with_words(
    opened: OpenedCase, texts: Mapping[str, str], persons: Sequence[UUID], rungs: Sequence[Told], day: dt.date
) -> tuple[Told, ...]:
    """The rungs, and what the words say beyond them. Of several persons it is not known whom they mean: of each."""
    found = list(rungs)
    for text in texts.values():
        for kind, cover in read(opened, text, day):
            whose: Sequence[UUID | None] = (None,) if kind == "count" else persons or (None,)
            about = rungs[0].about if rungs else ""
            for person in whose:
                # An age says something of the birth, and the other way round.
                alike = [one for one in found if one.person == person and _sort(one.kind) == _sort(kind)]
                if not any(holds(cover, one.cover) for one in alike):
                    found.append(Told(person, kind, cover, about))
    return tuple(found)


def _sort(kind: str) -> str:
    return "birth" if kind == "age" else kind
