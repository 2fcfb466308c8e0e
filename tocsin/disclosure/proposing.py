"""Proposing a release: its exact words in every language, and what each line rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.cases import vault
from tocsin.cases.models import Case
from tocsin.core.actions import Actor, Done, Refused, action

from . import contexts, guard, pictures, policy, told
from .bases import find_bases
from .grounds import Reasons, require_reasons, sealable
from .models import Audience, Basis, Dossier, PublicRelease, Statement, ToldFacts
from .words import Line, Word, shown_in, words_of, words_sha256


@action("disclosure.release_proposed", policy=policy.may_work)
def propose_release(
    *,
    actor: Actor,
    case: Case,
    audience: str,
    lines: Sequence[Line],
    reasons: str = "",
    tried_quietly: str = "",
    why_now: str = "",
    risks: Mapping[str, str] | None = None,
    embargo_until: dt.datetime | None = None,
    corrects: PublicRelease | None = None,
    prepare: bool = False,
    gone_status: int = PublicRelease.Gone.WORDS,
    gone_words: Mapping[str, str] | None = None,
) -> Done[PublicRelease]:
    """Propose the words to be told to an audience. ``gone_words`` is what the family says once it is withdrawn.

    ``risks``: the risk weighed for each of ``grounds.AT_RISK``; for the public all reasons are required. Nothing is
    published before ``embargo_until`` (aware). ``corrects``: the version whose place it takes once it is live.
    ``prepare``: campaigners may draft on it before it is decided on.
    Raises Refused: no_consent, conflict, child_alone, sealed_name, guard_unavailable, languages, no_reasons, embargo,
    corrects.
    """
    why = Reasons(reasons, tried_quietly, why_now, dict(risks or {}))
    _require_whole(lines)
    require_reasons(why, public=audience == Audience.PUBLIC)
    _require_hour(embargo_until)
    words = words_of(lines)
    _examine(lines, words, gone_words or {})
    case = Case.objects.select_for_update().get(pk=case.pk)
    release = PublicRelease.objects.create(
        audience=Audience(audience),
        sha256=words_sha256(words, shown_in(lines)),
        gone_status=PublicRelease.Gone(gone_status),
        gone_words=dict(gone_words or {}),
        embargo_until=embargo_until,
        corrects=_corrected(case, audience, corrects),
        prepare=prepare,
    )
    Statement.objects.bulk_create(
        Statement(release=release, position=position, language=language, text=text)
        for position, language, text in words
    )
    pictures.keep(release, lines)
    dossier = _open_dossier(actor, case, release, why)
    _keep_told(dossier, lines)
    Basis.objects.bulk_create(find_bases(dossier, release.audience, lines))
    facts = {"case": str(case.pk), "version": dossier.version, "audience": release.audience, "lines": len(lines)}
    return Done(release, subject=f"release:{release.pk}", detail=facts)


def _open_dossier(actor: Actor, case: Case, release: PublicRelease, reasons: Reasons) -> Dossier:
    last = Dossier.objects.filter(case=case).aggregate(last=Max("version"))["last"] or 0
    return Dossier.objects.create(
        release=release,
        case=case,
        version=last + 1,
        sealed_reasons=vault.seal(case.pk, contexts.dossier(release.pk), sealable(reasons)),
        proposed_by_id=actor.person,
    )


def _keep_told(dossier: Dossier, lines: Sequence[Line]) -> None:
    """Seal what the lines tell by rung; nothing where a release was written without rungs."""
    if any(line.told for line in lines):
        text = told.to_text(line.told for line in lines)
        sealed = vault.seal(dossier.case_id, contexts.told(dossier.release_id), text)
        ToldFacts.objects.create(dossier=dossier, sealed_lines=sealed)


def _require_whole(lines: Sequence[Line]) -> None:
    languages = {frozenset(line.texts) for line in lines}
    blank = any(not text.strip() for line in lines for text in line.texts.values())
    if not lines or blank or len(languages) != 1 or not next(iter(languages)):
        raise Refused(
            _("Each line needs its words in each language of the release."),
            _("Write the missing ones, or leave the line out."),
            code="languages",
        )


def _require_hour(embargo_until: dt.datetime | None) -> None:
    if embargo_until is None:
        return
    if timezone.is_naive(embargo_until):
        raise ValueError("an embargo has a time zone")
    if embargo_until <= timezone.now():
        raise Refused(
            _("The hour of the embargo is over."), _("Choose a later one, or none: then it is live once approved."),
            code="embargo",
        )  # fmt: skip


def _corrected(case: Case, audience: str, corrects: PublicRelease | None) -> PublicRelease | None:
    """The older version, if it can be corrected: of the same case, for the same audience, and under way."""
    if corrects is None:
        return None
    older = PublicRelease.objects.filter(pk=corrects.pk, audience=audience, state__in=PublicRelease.UNDER_WAY)
    if not older.exists() or not Dossier.objects.filter(release=corrects, case=case).exists():
        raise Refused(
            _("This release cannot be corrected: it is not under way, or for other readers."),
            _("Propose a release of its own."),
            code="corrects",
        )
    return corrects


def _examine(lines: Sequence[Line], words: Sequence[Word], gone_words: Mapping[str, str]) -> None:
    """A line may tell what it rests on; the words for afterwards rest on nothing."""
    rests = {
        number: [(person.pk if person else None, str(item)) for person, item in line.rests_on]
        for number, line in enumerate(lines, 1)
    }
    guard.pass_words([(language, position, text) for position, language, text in words], rests=rests)
    guard.pass_words([(language, 0, text) for language, text in gone_words.items()], place="gone")
