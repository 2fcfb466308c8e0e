"""What stood in the file before a correction: sealed as it was, with the reason, and never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Refused

from . import contexts, vault
from .models import Earlier
from .opened import OpenedEvent


def keep(*, actor: Actor, case_id: UUID, subject: str, told: Mapping[str, Any], reason: str) -> Earlier:
    """Keep what is about to be replaced. ``told`` is JSON. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused(_("A correction needs its reason."), _("Say how you know better, in a few words."), code="reason")
    context = contexts.earlier(case_id, subject)
    return Earlier.objects.create(
        case_id=case_id,
        subject=subject,
        sealed_told=vault.seal(case_id, context, json.dumps(dict(told), ensure_ascii=False)),
        sealed_reason=vault.seal(case_id, context, reason.strip()),
        by_id=actor.person,
    )


def event_as_recorded(opened: OpenedEvent) -> dict[str, object]:
    """An event as JSON, for the history."""
    return {
        "kind": opened.kind,
        "happened": opened.happened.edtf,
        "count": asdict(opened.count) if opened.count else None,
        "place": opened.place.to_json(),
        "account": opened.account,
        "act": opened.act,
        "perpetrator": opened.perpetrator,
        "involved": [[str(one.person), one.role] for one in opened.involved],
        "information": [
            {
                "report": str(one.report) if one.report else None,
                "source": one.source,
                "how_known": one.how_known,
                "reliability": one.reliability,
                "confirmation": one.confirmation,
                "received": one.received.edtf if one.received else None,
            }
            for one in opened.information
        ],
    }
