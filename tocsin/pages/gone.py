"""The family's words as whole pages, rendered while a release stands, so that darkening renders nothing."""

from __future__ import annotations

from tocsin.accounts.actors import system
from tocsin.disclosure.actions import keep_gone_page
from tocsin.disclosure.models import PublicRelease

from .rendered.standing import gone_page
from .rendering import LANGUAGES


def prepare(release: PublicRelease) -> None:
    """Keep a page in every language in which the family gave words."""
    if release.gone_status != PublicRelease.Gone.WORDS:
        return
    for language, words in release.gone_words.items():
        if language in LANGUAGES:
            body = gone_page(language, words).body
            keep_gone_page(actor=system("publishing"), release=release, language=language, body=body)
