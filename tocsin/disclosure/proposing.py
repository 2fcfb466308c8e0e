"""Proposing a release: its exact words in every language, and what each line rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from tocsin.cases import vault
from tocsin.cases.models import Case
from tocsin.core.actions import Actor, Done, Refused, action

from . import contexts, guard, policy
from .bases import find_bases
from .models import Audience, Basis, Dossier, PublicRelease, Statement
from .words import Line, Word, words_of, words_sha256


@action("disclosure.release_proposed", policy=policy.may_work)
def propose_release(
    *,
    actor: Actor,
    case: Case,
    audience: str,
    lines: Sequence[Line],
    reasons: str,
    gone_status: int = PublicRelease.Gone.WORDS,
    gone_words: Mapping[str, str] | None = None,
) -> Done[PublicRelease]:
    """Propose the words to be told to an audience. ``gone_words`` is what the family says once it is withdrawn.

    Raises Refused: no_consent, sealed_name, guard_unavailable, languages, no_reasons.
    """
    _require_whole(lines, reasons)
    words = words_of(lines)
    _examine(words, gone_words or {})
    case = Case.objects.select_for_update().get(pk=case.pk)
    release = PublicRelease.objects.create(
        audience=Audience(audience),
        sha256=words_sha256(words),
        gone_status=PublicRelease.Gone(gone_status),
        gone_words=dict(gone_words or {}),
    )
    Statement.objects.bulk_create(
        Statement(release=release, position=position, language=language, text=text)
        for position, language, text in words
    )
    dossier = _open_dossier(actor, case, release, reasons)
    Basis.objects.bulk_create(find_bases(dossier, release.audience, lines))
    facts = {"case": str(case.pk), "version": dossier.version, "audience": release.audience, "lines": len(lines)}
    return Done(release, subject=f"release:{release.pk}", detail=facts)


def _open_dossier(actor: Actor, case: Case, release: PublicRelease, reasons: str) -> Dossier:
    last = Dossier.objects.filter(case=case).aggregate(last=Max("version"))["last"] or 0
    return Dossier.objects.create(
        release=release,
        case=case,
        version=last + 1,
        sealed_reasons=vault.seal(case.pk, contexts.dossier(release.pk), reasons),
        proposed_by_id=actor.person,
    )


def _require_whole(lines: Sequence[Line], reasons: str) -> None:
    languages = {frozenset(line.texts) for line in lines}
    blank = any(not text.strip() for line in lines for text in line.texts.values())
    if not lines or blank or len(languages) != 1 or not next(iter(languages)):
        raise Refused(
            _("Each line needs its words in each language of the release."),
            _("Write the missing ones, or leave the line out."),
            code="languages",
        )
    if not reasons.strip():
        raise Refused(
            _("A release needs its reasons."), _("Write what was tried quietly, and why now."), code="no_reasons"
        )


def _examine(words: Sequence[Word], gone_words: Mapping[str, str]) -> None:
    guard.pass_words([(language, position, text) for position, language, text in words])
    guard.pass_words([(language, 0, text) for language, text in gone_words.items()], place="gone")
