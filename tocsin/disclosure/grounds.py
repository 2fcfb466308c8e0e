"""Why: the grounds of a best-interests decision, and of going public. Sealed as one JSON object, field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _

from tocsin.cases.opened import OpenedCase
from tocsin.core.actions import Refused

# The kinds of intervention that are made without the public.
QUIET = frozenset({"confidential", "representation"})
AT_RISK = ("members", "relatives", "helpers", "partners")


@dataclass(frozen=True)
class Grounds:
    """Why a decision without consent is in somebody's best interests (for a child: UNHCR's best-interests principles).

    ``views``: what the person, above all a child, is known to want; empty where nothing is known.
    """

    unreachable: str
    risk: str
    benefit: str
    alternatives: str
    views: str = ""


@dataclass(frozen=True)
class Reasons:
    """Why a release is made: what was tried quietly, why now, and the risk weighed for each of AT_RISK.

    ``said`` is free text: all there is where a release is for a few, and in older dossiers.
    """

    said: str = ""
    tried_quietly: str = ""
    why_now: str = ""
    risks: Mapping[str, str] = field(default_factory=dict)


def require_grounds(grounds: Grounds) -> None:
    """Raise Refused (no_reasons) unless every question is answered; the views may be unknown."""
    asked = {
        _("why consent cannot be had"): grounds.unreachable,
        _("the risk"): grounds.risk,
        _("the benefit"): grounds.benefit,
        _("what else could be done"): grounds.alternatives,
    }
    if missing := [words for words, answer in asked.items() if not answer.strip()]:
        said = _("A decision without consent needs its reasons. Missing: %(missing)s.")
        raise Refused(said % {"missing": ", ".join(missing)}, _("Write them down."), code="no_reasons")


def require_reasons(reasons: Reasons, *, public: bool) -> None:
    """Raise Refused (no_reasons). Going public answers every question; a release for a few needs some reason."""
    if not public:
        if not (reasons.said.strip() or reasons.why_now.strip()):
            raise Refused(_("A release needs its reasons."), _("Write why it is made now."), code="no_reasons")
        return
    asked = {
        _("what was tried quietly"): reasons.tried_quietly,
        _("why now"): reasons.why_now,
        _("the risk for those in the case"): reasons.risks.get("members", ""),
        _("the risk for relatives at home"): reasons.risks.get("relatives", ""),
        _("the risk for helpers"): reasons.risks.get("helpers", ""),
        _("the risk for partners"): reasons.risks.get("partners", ""),
    }
    if missing := [words for words, answer in asked.items() if not answer.strip()]:
        said = _("Going public is a decision of its own, and needs its reasons. Missing: %(missing)s.")
        remedy = _("Write each of them; where there is nothing to say, say why.")
        raise Refused(said % {"missing": ", ".join(missing)}, remedy, code="no_reasons")


def sealable(said: Grounds | Reasons) -> str:
    """As JSON, for sealing."""
    return json.dumps(asdict(said), ensure_ascii=False)


def read_grounds(text: str) -> Grounds:
    """Also what was sealed as plain text, before grounds had their fields."""
    told = _object(text)
    if told is None:
        return Grounds(unreachable=text, risk="", benefit="", alternatives="")
    return Grounds(**{one.name: str(told.get(one.name, "")) for one in fields(Grounds)})


def read_reasons(text: str) -> Reasons:
    """Also what was sealed as plain text, before reasons had their fields."""
    told = _object(text)
    if told is None:
        return Reasons(said=text)
    risks = {str(whose): str(words) for whose, words in dict(told.get("risks", {})).items()}
    words = {name: str(told.get(name, "")) for name in ("said", "tried_quietly", "why_now")}
    return Reasons(**words, risks=risks)


def tried_so_far(opened: OpenedCase) -> str:
    """What the case file has of quiet steps, one a line: a first draft of 'what was tried quietly'."""
    quiet = [one for one in opened.interventions if one.kind in QUIET]
    return "\n".join(f"{one.began}: {one.kind_words}. {one.account}".strip() for one in quiet)


def _object(text: str) -> dict[str, Any] | None:
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
