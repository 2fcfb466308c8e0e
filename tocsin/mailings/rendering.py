"""Making a letter's bytes on the desk, and having the leak guard read them, before any recipient's own fields.

Every variant of every language is a rendering of its own: what the worker sends is what was read, with the marks'
values in it.
"""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.core.actions import Refused
from tocsin.disclosure.guard import pass_letter
from tocsin.post.mime import marks

from .blocks import Block, Button, Paragraph, parse_body
from .layout import Sheet, to_html, to_text
from .models import Letter, LetterText, RenderedLetter

# What the worker can fill in, by kind of letter.
MARKS: dict[str, frozenset[str]] = {
    Letter.Kind.CONFIRMATION: frozenset({"confirm", "withdraw"}),
    Letter.Kind.ALREADY_SIGNED: frozenset({"withdraw"}),
    Letter.Kind.SUBSCRIPTION: frozenset({"subscribe"}),
    Letter.Kind.NEWSLETTER: frozenset({"greeting", "unsubscribe"}),
    Letter.Kind.UPDATE: frozenset({"greeting", "unsubscribe"}),
}
VARIANTS: dict[str, tuple[str, ...]] = {Letter.Kind.CONFIRMATION: ("", "newsletter")}


def render_letter(letter: Letter) -> None:
    """Render and store every language and variant in place of older ones. Raises Refused (the guard's, or 'mark')."""
    letter.rendered.all().delete()
    for text in letter.texts.all():
        for variant in VARIANTS.get(letter.kind, ("",)):
            with translation.override(text.language):
                _render(letter, text, variant).save()


def examine_anew(rendered: RenderedLetter) -> None:
    """Have the guard read stored bytes with its present index. Raises Refused."""
    _pass(rendered)
    rendered.save(update_fields=["sha256", "guard_version"])


def _render(letter: Letter, text: LetterText, variant: str) -> RenderedLetter:
    sheet = _sheet(letter, text, variant)
    rendered = RenderedLetter(letter=letter, language=text.language, variant=variant, subject=sheet.subject)
    rendered.html, rendered.text = to_html(sheet), to_text(sheet)
    if marks(rendered.subject, rendered.html, rendered.text) - MARKS[letter.kind]:
        raise Refused(_("The letter holds a mark that stands for nothing."), _("Take out the %% signs."), code="mark")
    _pass(rendered)
    return rendered


def _pass(rendered: RenderedLetter) -> None:
    passed = pass_letter(
        subject=rendered.subject,
        html=rendered.html,
        text=rendered.text,
        what=f"letter:{rendered.letter_id}:{rendered.language}",
        language=rendered.language,
    )
    rendered.sha256, rendered.guard_version = passed.sha256, passed.guard_version


def _sheet(letter: Letter, text: LetterText, variant: str) -> Sheet:
    """Where being known as a signer is dangerous, an inbox shows a neutral subject and nothing of the body."""
    neutral = letter.campaign is not None and letter.campaign.dangerous
    return Sheet(
        language=text.language,
        subject=_neutral_subject(letter) if neutral else text.subject,
        preheader="" if neutral else text.preheader,
        heading=settings.TOCSIN.organisation,
        blocks=_blocks(letter, text, variant),
        read_more=_("Read more"),
        footer=[_why(letter, text.language), settings.TOCSIN.postal_address],
        leave=_("Unsubscribe") if letter.kind in Letter.BROADCAST else "",
    )


def _blocks(letter: Letter, text: LetterText, variant: str) -> list[Block]:
    blocks = parse_body(text.body, variant=variant)
    if letter.kind not in Letter.BROADCAST:
        return blocks
    blocks.insert(0, Paragraph("%%greeting%%"))
    if letter.campaign is not None:
        link = f"{settings.TOCSIN.public_url}/{text.language}/campaigns/{letter.campaign.slug}/"
        blocks.append(Button(link, _("Open the campaign's page")))
    return blocks


def _neutral_subject(letter: Letter) -> str:
    if letter.kind == Letter.Kind.CONFIRMATION:
        return _("Please confirm your e-mail address")
    if letter.kind == Letter.Kind.ALREADY_SIGNED:
        return _("About your e-mail address")
    return _("News for you")


def _why(letter: Letter, language: str) -> str:
    organisation = {"organisation": settings.TOCSIN.organisation}
    if letter.kind == Letter.Kind.NEWSLETTER:
        return _("You get this letter because you subscribed to the newsletter of %(organisation)s.") % organisation
    if letter.kind == Letter.Kind.SUBSCRIPTION:
        return _("You get this letter because this address was entered in the form of our newsletter.")
    if letter.kind == Letter.Kind.UPDATE:
        title = {"title": _title(letter, language)}
        return _("You get this letter because you signed “%(title)s” and said yes to hearing what happens.") % title
    return _("You get this letter because this address was entered in the form of our campaign.")


def _title(letter: Letter, language: str) -> str:
    if letter.campaign is None:
        return ""
    titles = dict(letter.campaign.texts.values_list("language", "title"))
    return titles.get(language) or titles.get("en") or next(iter(titles.values()), "")
