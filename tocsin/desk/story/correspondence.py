"""Writing to many: drafting, preparing and sending a letter, and waiting until each envelope has an outcome."""

from __future__ import annotations

from collections.abc import Mapping

from tocsin.disclosure.models import PublicRelease
from tocsin.mailings import actions as mailings
from tocsin.mailings.actions import LetterWords
from tocsin.mailings.models import Letter
from tocsin.mailings.queries import progress

from .mailbox import eventually
from .stage import Stage

Texts = Mapping[str, tuple[str, str, str]]


def ready(stage: Stage, kind: str, texts: Texts, release: PublicRelease | None) -> Letter:
    """A letter that the guard has read, in every language."""
    teo = stage.actor("teo")
    letter = mailings.draft_letter(
        actor=teo,
        kind=kind,
        campaign=stage.campaign,
        release=release,
        texts={language: LetterWords(*words) for language, words in texts.items()},
    )
    mailings.prepare_letter(actor=teo, letter=letter)
    letter.refresh_from_db()
    return letter


def send(stage: Stage, name: str, kind: str, texts: Texts, release: PublicRelease | None) -> Letter:
    """Send a letter and wait for its end."""
    letter = ready(stage, kind, texts, release)
    mailings.send_letter(actor=stage.actor("teo"), letter=letter)
    stage.letters[name] = letter
    eventually(f"the letter '{name}' is finished", lambda: _ended(letter))
    sent = progress(letter)
    reached, left_out = sent.addressed, sum(sent.excluded.values())
    stage.say(f"  {name}: {sent.candidates} candidates, {reached} envelopes, {left_out} excluded.")
    return letter


def _ended(letter: Letter) -> bool:
    letter.refresh_from_db()
    return letter.state in (Letter.State.FINISHED, Letter.State.STOPPED)
