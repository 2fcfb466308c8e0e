"""Whom a letter will reach as things stand, and how it reads; the audience itself is frozen by the worker."""

from __future__ import annotations

import re

from django.db.models import Count
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tocsin.campaigns.models import Signature
from tocsin.mailings.models import Letter, RenderedLetter
from tocsin.supporters.models import Subscription

MARK = re.compile(r"%%([a-z_]+)%%")


def subject(letter: Letter) -> str:
    """The letter's subject in the reader's language, or in any, or what it is."""
    texts = {text.language: text.subject for text in letter.texts.all()}
    return texts.get(get_language() or "en") or next(iter(texts.values()), str(letter.get_kind_display()))


def reached(letter: Letter) -> dict[str, int]:
    """Language -> how many would get it now, those whom a reason leaves out at the last moment included."""
    if letter.kind == Letter.Kind.UPDATE:
        signed = Signature.objects.filter(campaign=letter.campaign, state=Signature.State.CONFIRMED)
        rows = signed.filter(updates=True, updates_ended_at__isnull=True)
    else:
        rows = Subscription.objects.filter(state=Subscription.State.CONFIRMED)
    return dict(rows.order_by("language").values_list("language").annotate(Count("pk")))


def as_read(rendered: RenderedLetter) -> tuple[str, str]:
    """HTML and text with the recipient's own fields stood in for, as the preview shows them."""
    with override(rendered.language):
        shown = {"greeting": _("Dear friend,")}

    def stand_in(mark: re.Match[str]) -> str:
        return shown.get(mark[1], "#")

    return MARK.sub(stand_in, rendered.html), MARK.sub(stand_in, rendered.text)
