"""What stands where pages were: the family's words, by language. Nothing here may stop a withdrawal."""

from __future__ import annotations

import html

from django.utils.translation import gettext as _
from django.utils.translation import override

from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.front.publishing import Guarded

from . import guard, policy
from .models import GonePage, PublicRelease

PLAIN = (
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n</head>\n'
    "<body>\n<main>\n<h1>{title}</h1>\n{words}\n</main>\n</body>\n</html>\n"
)


@action("disclosure.gone_page_kept", policy=policy.may_keep_gone_page)
def keep_gone_page(*, actor: Actor, release: PublicRelease, language: str, body: bytes) -> Done[GonePage]:
    """Keep the page (HTML) that is shown once the release is withdrawn, rendered beforehand. Raises Refused."""
    guard.pass_bytes(body, what=f"gone:{release.pk}:{language}", language=language)
    page, _made = GonePage.objects.update_or_create(release=release, language=language, defaults={"body": body})
    return Done(page, subject=f"release:{release.pk}", detail={"language": language})


def gone_bodies(release: PublicRelease) -> dict[str, Guarded]:
    """By language, the page kept for it, or else the family's words alone; without what the guard does not let pass."""
    if release.gone_status != PublicRelease.Gone.WORDS:
        return {}
    kept = {page.language: bytes(page.body) for page in release.gone_pages.all()}
    bodies: dict[str, Guarded] = {}
    for language, words in release.gone_words.items():
        for body in (kept.get(language), plain_page(language, words)):
            if body is not None and language not in bodies:
                bodies.update(_guarded(release, language, body))
    return bodies


def plain_page(language: str, words: str) -> bytes:
    """The family's words as an HTML page without any design."""
    with override(language):
        title = _("This page has been taken back")
    paragraphs = "\n".join(f"<p>{html.escape(part)}</p>" for part in words.splitlines() if part.strip())
    return PLAIN.format(language=html.escape(language), title=html.escape(title), words=paragraphs).encode()


def _guarded(release: PublicRelease, language: str, body: bytes) -> dict[str, Guarded]:
    try:
        passed = guard.pass_bytes(body, what=f"gone:{release.pk}:{language}", language=language)
    except Refused:
        return {}
    return {language: Guarded(body, passed.sha256, passed.guard_version)}
