"""Reading the files of a case: by the case's people, and for a release only as a copy drawn anew."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, NotPermitted, Refused

from . import contexts, pictures, policy, vault
from .models import Attachment, CaseView
from .opened import OpenedAttachment
from .opening import open_attachment
from .viewing import record_view


def attachment_for(actor: Actor, attachment_id: UUID) -> Attachment:
    """A file of a case of the actor's. Raises NotPermitted, also where there is none or it was removed."""
    attachment = Attachment.objects.filter(pk=attachment_id, ended_at__isnull=True).select_related("case").first()
    if attachment is None:
        raise NotPermitted(_("There is no such file."), code="not_found")
    policy.may_work(actor, attachment.case)
    return attachment


def original(actor: Actor, attachment: Attachment) -> tuple[OpenedAttachment, bytes]:
    """The file as it came, with all that it says of itself; who opens it is written down first.

    Raises NotPermitted, KeyMissing, SealingError.
    """
    attachment = attachment_for(actor, attachment.pk)
    record_view(actor, attachment.case, CaseView.What.ATTACHMENT, attachment.pk)
    key = vault.case_key(attachment.case_id)
    return open_attachment(key, attachment), key.open(
        bytes(attachment.sealed_body), contexts.attachment(attachment.pk).encode()
    )


def cleared_picture(actor: Actor, attachment: Attachment, *, longest_side: int = pictures.LONGEST_SIDE) -> bytes:
    """A JPEG of a photograph, drawn anew from its pixels: nothing of the file's metadata can be in it.

    Raises NotPermitted; Refused (not_a_picture) for a document.
    """
    opened, data = original(actor, attachment)
    if opened.kind != Attachment.Kind.PHOTO:
        raise Refused(_("Only of photographs can a clean copy be made."), code="not_a_picture")
    return pictures.cleared(data, longest_side=longest_side)
