"""What each audience will read: the campaign's page, the letter to the list, the sheet for partners, as they are.

The same templates, filled with the lines of a draft. What a campaigner will write around them stands in plain words.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from tocsin.disclosure.models import Audience
from tocsin.front.server import slots
from tocsin.mailings.blocks import Block, Button, Paragraph, Points
from tocsin.mailings.layout import Sheet, to_html
from tocsin.pages import assets, forms
from tocsin.pages.rendered import answers
from tocsin.pages.rendering import figure_slots, frame, render

PAGE, LETTER, SHEET = "page", "letter", "sheet"
NAMES = {
    PAGE: gettext_lazy("The campaign's page"),
    LETTER: gettext_lazy("The letter to the list"),
    SHEET: gettext_lazy("The sheet for partners, diplomats and the United Nations"),
}
SHOWN_TO: dict[str, tuple[str, ...]] = {
    Audience.PUBLIC: (PAGE, LETTER, SHEET),
    Audience.MEMBERS: (LETTER,),
    Audience.PARTNERS: (SHEET,),
    Audience.DIPLOMATS: (SHEET,),
    Audience.UN: (SHEET,),
}


@dataclass(frozen=True)
class Shown:
    """A picture of the draft: JPEG bytes, and its description."""

    body: bytes
    alt: str

    @property
    def path(self) -> str:
        return f"data:image/jpeg;base64,{base64.b64encode(self.body).decode()}"


def body_of(what: str, language: str, facts: Sequence[str], pictures: Sequence[Shown]) -> bytes:
    """HTML, for a frame of the desk's own pages."""
    with override(language):
        if what == PAGE:
            return _page(language, facts, pictures)
        return _letter(language, facts) if what == LETTER else sheet(language, facts)


def sheet(language: str, facts: Sequence[str]) -> bytes:
    """A page for printing: what may be told to these readers, and by whom."""
    shown = {"language": language, "facts": facts, "organisation": settings.TOCSIN.organisation}
    shown["address"] = settings.TOCSIN.postal_address
    with override(language):
        return render_to_string("desk/sheet.html", shown).encode()


def _page(language: str, facts: Sequence[str], pictures: Sequence[Shown]) -> bytes:
    shown = frame(language, {language: f"/{language}/campaigns/preview/"}, private=True)
    title, summary = _("The campaign's title"), _("What the campaign says of itself in one sentence.")
    context: dict[str, Any] = {
        "title": title, "summary": summary, "description": summary, "facts": facts, "pictures": pictures,
        "demands": [_("What is asked for.")], "addressees": [_("To whom it is addressed")], "goal": 1000,
        "slots": figure_slots("preview"), "intro": "", "deadline": None, "open": True,
        "consent_text": _("What those who sign agree to."), "countries": forms.countries(language), "posts": [],
        "handovers": [], "outcomes": [], "share": answers.share_of(title, summary, shown.url),
    }  # fmt: skip
    filled = slots.fill(render("campaign.html", shown, **context), language, {})
    return filled.replace(assets.style_path().encode(), static(assets.STYLE).encode())


def _letter(language: str, facts: Sequence[str]) -> bytes:
    blocks: list[Block] = [
        Paragraph(_("Dear friend,")), Paragraph(_("What the letter says first.")), Points(tuple(facts)),
        Button("#", _("Open the campaign's page")),
    ]  # fmt: skip
    written = Sheet(
        language=language, subject=_("The letter's subject"), preheader="", heading=settings.TOCSIN.organisation,
        blocks=blocks, read_more=_("Read more"), footer=[settings.TOCSIN.postal_address], leave=_("Unsubscribe"),
    )  # fmt: skip
    return to_html(written).replace("%%unsubscribe%%", "#").encode()
