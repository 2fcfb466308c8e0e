"""Adding photographs and documents to a case, sealed as they came; ending those that do not belong there."""

from __future__ import annotations

import json
import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action

from . import contexts, documents, pictures, policy, vault
from .models import Attachment, Case, Person

MOST_BYTES = 16 * 1024 * 1024
MOST_OF_A_CASE = 500


@action("cases.attachment_added", policy=policy.may_work)
def add_attachment(
    *, actor: Actor, case: Case, kind: str, data: bytes, file_name: str, person: Person | None = None
) -> Done[Attachment]:
    """Seal a file with all that it says of itself. A photograph must decode whole, a document be of a known kind."""
    if person is not None and person.case_id != case.pk:
        raise Refused(_("This person is not of this case."), code="other_case")
    _require_room(case, data)
    kind, attachment_id = Attachment.Kind(kind), uuid.uuid4()
    is_photo = kind == Attachment.Kind.PHOTO
    content_type = (pictures if is_photo else documents).media_type(data)
    told = {
        "file_name": documents.plain_name(file_name),
        "content_type": content_type,
        "says": pictures.says(data) if content_type.startswith("image/") else [],
    }
    key = vault.case_key(case.pk)
    attachment = Attachment.objects.create(
        id=attachment_id,
        case=case,
        person=person,
        kind=kind,
        sealed_body=key.seal(data, contexts.attachment(attachment_id).encode()),
        sealed_metadata=key.seal(json.dumps(told).encode(), contexts.attachment_metadata(attachment_id).encode()),
        size=len(data),
        added_by_id=actor.person,
    )
    return Done(attachment, subject=f"case:{case.pk}", detail={"attachment": str(attachment_id), "kind": kind})


@action("cases.attachment_ended", policy=policy.may_work_on_attachment)
def end_attachment(*, actor: Actor, attachment: Attachment) -> Done[Attachment]:
    """A file that does not belong here: it is shown and given out no more. It goes when the case's key does."""
    if Attachment.objects.filter(pk=attachment.pk, ended_at__isnull=True).update(ended_at=timezone.now()) != 1:
        raise Refused(_("This file was removed already."), code="ended")
    return Done(attachment, subject=f"case:{attachment.case_id}", detail={"attachment": str(attachment.pk)})


def _require_room(case: Case, data: bytes) -> None:
    if not data:
        raise Refused(_("This file is empty."), code="empty_file")
    if len(data) > MOST_BYTES:
        raise Refused(
            _("This file is larger than 16 MB."), _("Make it smaller, or add it in parts."), code="file_too_large"
        )
    if case.attachments.count() >= MOST_OF_A_CASE:
        raise Refused(
            _("This case holds as many files as it can."), _("Remove nothing: ask who runs the server."), code="no_room"
        )
