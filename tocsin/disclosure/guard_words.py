"""How a refusal of the guard is said: where and that, never what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from tocsin.core.actions import Refused

from .examination import Finding
from .guard_stops import Stop, cases_of, sealed_stops

MOST_PLACES = 5
_PATH_LANGUAGE = re.compile(r"^/([a-z]{2,3}(?:-[a-z0-9]+)*)/")


def sealed_name(findings: Sequence[Finding]) -> Refused:
    """The refusal for what was found. Its facts name the cases by id, for their people to see."""
    places = list(dict.fromkeys(where(finding) for finding in findings))
    said = "; ".join(places[:MOST_PLACES]) + ("; …" if len(places) > MOST_PLACES else "")
    return Refused(
        _("Something that is sealed stands %(where)s.") % {"where": said},
        _("Take it out, or tell of it in other words, and try again. People of the case can allow a single sentence."),
        code="sealed_name",
        facts={"cases": cases_of(findings), "places": len(places), "stops": sealed_stops(findings)},
    )


def unreadable() -> Refused:
    return Refused(
        _("The leak guard cannot read this file, so it cannot go out."),
        _("Save it anew, without a password, or send it in another form."),
        code="unreadable",
    )


def guard_unavailable() -> Refused:
    return Refused(
        _("The leak guard cannot read the sealed names, so nothing can go out."),
        _("Ask whoever runs the server to bring back the missing key."),
        code="guard_unavailable",
    )


def where(finding: Finding) -> str:
    """'in the title', 'in the Korean text, line 3'."""
    if finding.place in ("text", "words") and finding.language:
        return _("in the %(language)s text, line %(line)s") % {
            "language": language_name(finding.language),
            "line": finding.line,
        }
    words = {
        "title": _("in the title"),
        "text": _("in the text, line %(line)s"),
        "words": _("in the text, line %(line)s"),
        "plain": _("in the plain text, line %(line)s"),
        "subject": _("in the subject"),
        "attribute": _("in an attribute (a link, or a picture's description)"),
        "comment": _("in a comment of the source"),
        "code": _("in a script or style sheet"),
        "source": _("in the source"),
        "gone": _("in the words for afterwards"),
        "document": _("in the document, part %(part)s, line %(line)s"),
        "metadata": _("in what the file says about itself (its metadata)"),
        "file_name": _("in the name of a file"),
        "address": _("in the address"),
    }
    return words[finding.place] % {"line": finding.line, "part": finding.part or 1}


def where_stopped(stop: Stop) -> str:
    """Where a stop was, in the same words."""
    return where(Finding(stop.place, stop.line, None, stop.kind, stop.language))


def language_name(code: str) -> str:
    """The language's name in the active language, or its code where Django knows none."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def language_of(path: str) -> str:
    """The language that an address begins with, or ''."""
    found = _PATH_LANGUAGE.match(path)
    return found[1] if found else ""
