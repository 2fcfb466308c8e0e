"""A photograph of a case as it is drawn for a release: without metadata, cut, what must not be known hidden."""

from __future__ import annotations

from uuid import UUID

from tocsin.cases import attachments
from tocsin.core.actions import Actor
from tocsin.disclosure.drafts import DraftPicture
from tocsin.disclosure.pictures import WHOLE, Part, drawn

WHOLE_FACE, PART = "whole", "part"


def drawn_of(actor: Actor, picture: DraftPicture) -> bytes:
    """The JPEG that would be released. Raises NotPermitted, Refused (picture, not_a_picture)."""
    attachment = attachments.attachment_for(actor, UUID(picture.attachment))
    cleared = attachments.cleared_picture(actor, attachment)
    hide = [WHOLE] if picture.hide == WHOLE_FACE else [Part(*picture.part)] if picture.hide == PART else []
    return drawn(cleared, crop=Part(*picture.crop) if picture.crop else None, hide=hide)
