"""What stands against a draft before it is proposed: the guard's word on each line, what is missing, who could be told
apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.core.actions import Refused
from tocsin.core.dates import UncertainDate
from tocsin.desk.release_lines import KINDS, Editor
from tocsin.disclosure import checking
from tocsin.disclosure.ladders import Days
from tocsin.disclosure.models import Audience
from tocsin.disclosure.reidentification import (
    FEW,
    Assessment,
    Mention,
    PersonFinding,
    ReaderFinding,
    Subtraction,
    ToldLine,
    assess,
)


@dataclass(frozen=True)
class Apart:
    """One finding in words: of whom, what was told where, and what could be done about it."""

    whom: str
    verdict: str
    told: tuple[str, ...]
    remedies: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """For one audience: what was found, and of whom nothing was."""

    audience: str
    found: tuple[Apart, ...]
    rest: tuple[Apart, ...]


@dataclass(frozen=True)
class Report:
    readers: tuple[Reader, ...]
    looked_at: str
    not_looked_at: tuple[str, ...]


def guarded(editor: Editor) -> tuple[list[checking.Standing], Refused | None]:
    """Where the guard would stop the draft; a refusal where it may not say, or cannot read."""
    texts = [dict(line.words) for line in editor.written]
    texts += [dict(one.words) for one in editor.body.pictures]
    told = [{code: text for code, text in said.items() if code in editor.body.languages} for said in texts]
    try:
        return checking.read_draft(actor=editor.actor, case=editor.case, texts=told), None
    except Refused as refusal:
        return [], refusal


def missing(editor: Editor) -> list[str]:
    """What a proposal would be refused for: words that are not there, and lines that rest on nothing."""
    return list(_missing(editor))


def _missing(editor: Editor) -> Iterator[str]:
    if not editor.written:
        yield _("No line says anything yet.")
    for number, line in enumerate(editor.written, 1):
        for code in editor.body.languages:
            if not line.words.get(code, "").strip():
                yield _("Line %(line)d has no words in '%(language)s'.") % {"line": number, "language": code}
        needs = editor.needs(line)
        if not needs:
            yield _("Line %(line)d rests on nothing: choose how much of it is told, or what it rests on.") % {
                "line": number
            }
        elif why := editor.obstacles(needs):
            yield _("Line %(line)d: %(why)s") % {"line": number, "why": why}


def apart(editor: Editor) -> Report:
    """Who could be told apart by the draft and everything that was told before, in words."""
    draft = [
        (
            {code: line.words.get(code, "") for code in editor.body.languages},
            [person for person, _item in editor.needs(line) if person],
            editor.told(line),
        )
        for line in editor.written
    ]
    found = assess(editor.opened, editor.case, editor.body.audience, draft)
    return Report(tuple(_reader(editor, one) for one in found.readers), _looked_at(found), tuple(_not_looked_at(found)))


def _reader(editor: Editor, found: ReaderFinding) -> Reader:
    few = [one for one in found.persons if one.few]
    serious = [_person(editor, one) for one in few]
    serious += [_mention(editor, one) for one in found.mentions]
    serious += [_subtraction(one) for one in found.subtractions]
    rest = [_person(editor, one) for one in found.persons if not one.few]
    return Reader(str(Audience(found.audience).label), tuple(serious), tuple(rest))


def _person(editor: Editor, found: PersonFinding) -> Apart:
    told = tuple(
        f"{_source(line)}: {', '.join(dict.fromkeys(str(KINDS[one.kind]) for one in several))}"
        for line, several in found.told
    )
    if found.narrowed is not None:
        told = (*told, _("Together these leave, for the day of birth: %(days)s.") % {"days": _days(found.narrowed)})
    return Apart(editor.title_of(found.person), _verdict(found), told, tuple(_remedies(found)))


def _verdict(found: PersonFinding) -> str:
    unsure = len(found.fitting.unsure)
    said = ngettext(
        "All that is told fits %(k)d of the %(among)d people known here.",
        "All that is told fits %(k)d of the %(among)d people known here.",
        found.k,
    ) % {"k": found.k, "among": found.among}
    if unsure:
        more = ngettext(
            "Of %(n)d more the file knows too little.", "Of %(n)d more the file knows too little.", unsure
        )  # fmt: skip
        said = f"{said} {more % {'n': unsure}}"
    if found.unique_by is not None:
        return f"{said} " + _("Only one fits since %(line)s.") % {"line": _source(found.unique_by)}
    if found.few_by is not None:
        return f"{said} " + _("Fewer than %(few)d fit since %(line)s.") % {"few": FEW, "line": _source(found.few_by)}
    return said


def _remedies(found: PersonFinding) -> Iterator[str]:
    for line, k in found.without:
        yield ngettext(
            "Without line %(line)d, %(k)d would fit.", "Without line %(line)d, %(k)d would fit.", k
        ) % {"line": line, "k": k}  # fmt: skip
    earlier = found.unique_by or found.few_by
    if earlier is not None and earlier.version is not None:
        yield _("This was so before this draft: what has been told cannot be made unknown, but no more need be added.")
    elif found.few and not found.without:
        yield _("Say less of them in each line, or accept that whoever knows the group knows who is meant.")


def _mention(editor: Editor, found: Mention) -> Apart:
    names = ", ".join(editor.title_of(person) for person in found.fitting.sure)
    said = _("%(line)s describes somebody, and of the people known here only these fit: %(names)s.")
    verdict = said % {"line": _source(found.line).capitalize(), "names": names}
    remedy = _("Let the line rest on what that person's family agreed to, or say less.")
    return Apart(_("A line that names nobody"), verdict, (), (remedy,))


def _subtraction(found: Subtraction) -> Apart:
    numbers = {"whole": found.whole, "part": found.part, "left": found.left, "line": _source(found.line)}
    if found.other is None:
        said = _("%(line)s counts %(whole)d people, and %(part)d are described one by one: %(left)d can be reckoned.")
    else:
        said = _("%(line)s counts %(whole)d people, %(other)s %(part)d: whoever subtracts knows of %(left)d.")
        numbers["other"] = _source(found.other)
    verdict = said % numbers
    return Apart(_("Numbers"), verdict[:1].upper() + verdict[1:], (), (_("Say 'at least', or a rounder number."),))


def _source(line: ToldLine) -> str:
    if line.version is None:
        return _("line %(line)d of this draft") % {"line": line.position}
    return _("line %(line)d of release %(version)d") % {"line": line.position, "version": line.version}


def _days(days: Days) -> str:
    first = days.earliest.isoformat() if days.earliest else ".."
    last = days.latest.isoformat() if days.latest else ".."
    return UncertainDate(f"{first}/{last}", days.earliest, days.latest).words


def _looked_at(found: Assessment) -> str:
    lines = ngettext("%(n)d line of earlier releases", "%(n)d lines of earlier releases", found.lines) % {
        "n": found.lines
    }
    return _(
        "Looked at: %(lines)s and every line of this draft, by the steps that were chosen, and by ages, births, dates,"
        " numbers and the case's places as far as they are written in a usual way in English or Korean."
    ) % {"lines": lines}


def _not_looked_at(found: Assessment) -> Iterator[str]:
    yield _("What pictures show, what was told outside of releases, and other languages than English and Korean.")
    yield _("What readers know themselves: neighbours, relatives and those who hold people know more than this file.")
    if found.unknown:
        yield ngettext(
            "%(n)d person of the group of whom the file knows nothing: whether they fit cannot be said.",
            "%(n)d people of the group of whom the file knows nothing: whether they fit cannot be said.",
            found.unknown,
        ) % {"n": found.unknown}
