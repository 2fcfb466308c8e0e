"""Taking the whole file out: asked for by one of the case's people, approved by a second person, there for a day."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

import pyrage
from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action

from . import access_contexts, access_policy, export_tables, exports, vault
from .models import Case
from .models.access import CaseExport, CaseView
from .viewing import record_view

LASTS = dt.timedelta(hours=24)
# A request that nobody decides does not wait for ever.
WAITS = dt.timedelta(days=7)
State = CaseExport.State


@dataclass(frozen=True)
class Taken:
    """The file as it leaves: its name tells nothing of the case."""

    name: str
    content_type: str
    body: bytes


@action("cases.export_requested", policy=access_policy.may_take_out)
def request_export(*, actor: Actor, case: Case, form: str, reason: str, recipient: str = "") -> Done[CaseExport]:
    """Ask for the file. ``recipient`` is the age recipient (``age1...``) who alone can then open it.

    Raises Refused: second_factor, no_reason, recipient.
    """
    if recipient:
        _age(recipient)
    export_id = uuid.uuid4()
    export = CaseExport.objects.create(
        id=export_id,
        case=case,
        form=CaseExport.Form(form),
        sealed_reason=vault.seal(case.pk, access_contexts.export_reason(export_id), reason.strip()),
        sealed_recipient=vault.seal(case.pk, access_contexts.export_recipient(export_id), recipient.strip()),
        requested_by_id=actor.person,
    )
    return Done(export, subject=f"case:{case.pk}", detail=_facts(export) | {"encrypted": bool(recipient)})


@action("cases.export_approved", policy=access_policy.may_decide_export)
def approve_export(*, actor: Actor, export: CaseExport) -> Done[CaseExport]:
    """The second person's yes: the file is made as the case stands now, sealed, and can be taken for ``LASTS``."""
    export = _waiting(export)
    body = _encrypted(export, _made(export))
    context = access_contexts.export_body(export.pk).encode()
    export.sealed_body = vault.case_key(export.case_id).seal(body, context)
    export.expires_at = timezone.now() + LASTS
    _decide(actor, export, State.APPROVED)
    return Done(export, subject=f"case:{export.case_id}", detail=_facts(export))


@action("cases.export_refused", policy=access_policy.may_decide_export)
def refuse_export(*, actor: Actor, export: CaseExport) -> Done[CaseExport]:
    """The second person's no."""
    export = _waiting(export)
    _decide(actor, export, State.REFUSED)
    return Done(export, subject=f"case:{export.case_id}", detail=_facts(export))


@action("cases.export_downloaded", policy=access_policy.may_download)
def download_export(*, actor: Actor, export: CaseExport) -> Done[Taken]:
    """The file, for whoever asked for it. Each time is counted. Raises Refused: second_factor, expired."""
    export = CaseExport.objects.select_for_update().get(pk=export.pk)
    now = timezone.now()
    if export.sealed_body is None or export.expires_at is None or export.expires_at <= now:
        raise Refused(
            _("This export is not there (any more)."), _("Ask for it once more, with its reason."), code="expired"
        )
    record_view(actor, export.case_id, CaseView.What.EXPORT, export.pk)
    context = access_contexts.export_body(export.pk).encode()
    body = vault.case_key(export.case_id).open(bytes(export.sealed_body), context)
    export.downloads, export.last_download_at = export.downloads + 1, now
    export.save(update_fields=["downloads", "last_download_at"])
    taken = Taken(*_outside(export), body)
    return Done(taken, subject=f"case:{export.case_id}", detail=_facts(export) | {"downloads": export.downloads})


def _made(export: CaseExport) -> bytes:
    told = exports.document(export.case)
    return exports.to_json(told) if export.form == CaseExport.Form.JSON else export_tables.to_zip(told)


def _encrypted(export: CaseExport, body: bytes) -> bytes:
    """As it is, or for its age recipient alone (age-encryption.org/v1)."""
    recipient = _recipient(export)
    return bytes(pyrage.encrypt(body, [_age(recipient)])) if recipient else body


def _recipient(export: CaseExport) -> str:
    return vault.open_text(export.case_id, access_contexts.export_recipient(export.pk), export.sealed_recipient)


def _age(recipient: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(recipient.strip())
    except pyrage.RecipientError as error:
        raise Refused(
            _("This is no age recipient."),
            _("Copy the whole line that begins with age1, or leave it empty."),
            code="recipient",
        ) from error


def _outside(export: CaseExport) -> tuple[str, str]:
    """(file name, content type)."""
    ending, kind = ("json", "application/json") if export.form == CaseExport.Form.JSON else ("zip", "application/zip")
    name = f"export-{export.pk.hex[:8]}.{ending}"
    return (f"{name}.age", "application/octet-stream") if _recipient(export) else (name, kind)


def _waiting(export: CaseExport) -> CaseExport:
    found = CaseExport.objects.select_for_update(of=("self",)).select_related("case").get(pk=export.pk)
    if found.state != State.REQUESTED or found.requested_at + WAITS < timezone.now():
        raise Refused(
            _("This request was decided, or has grown old."), _("Have it asked for once more."), code="not_standing"
        )
    return found


def _decide(actor: Actor, export: CaseExport, state: CaseExport.State) -> None:
    export.state, export.decided_by_id, export.decided_at = state, actor.person, timezone.now()
    export.save(update_fields=["state", "decided_by", "decided_at", "sealed_body", "expires_at"])


def _facts(export: CaseExport) -> dict[str, str]:
    return {"export": str(export.pk), "form": export.form}
