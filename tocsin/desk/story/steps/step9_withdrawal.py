"""A relative withdraws consent: one caseworker, one button; pages go dark and queued letters stop, at once.

The letter was paused when the telephone rang: so it is sure to have been on its way, and not to have arrived.
"""

from __future__ import annotations

import time

from tocsin.desk.story.correspondence import ready
from tocsin.desk.story.mailbox import eventually
from tocsin.desk.story.stage import Stage
from tocsin.desk.story.words import LATE_NEWSLETTER
from tocsin.disclosure import actions as disclosure
from tocsin.mailings import actions as mailings
from tocsin.mailings.models import Envelope
from tocsin.mailings.sending_actions import pause_letter

SOON = 5.0


def withdraw(stage: Stage) -> None:
    letter = ready(stage, "newsletter", LATE_NEWSLETTER, stage.second)
    mailings.send_letter(actor=stage.actor("teo"), letter=letter)
    pause_letter(actor=stage.actor("teo"), letter=letter)  # a relative is on the telephone
    eventually("the letter's audience is frozen", lambda: Envelope.objects.filter(letter=letter).exists())
    stage.letters["late newsletter"] = letter
    mina = stage.actor("mina")
    # What rests on it goes dark in the same moment.
    disclosure.withdraw_consent(actor=mina, consent=stage.consents["woman", "event"])
    began = time.monotonic()
    paths = [stage.posts["outcome_en"].window_path, stage.posts["outcome_ko"].window_path]
    eventually("the pages are dark", lambda: all(stage.crowd.page(path).status_code == 410 for path in paths), SOON)
    stage.tallies["milliseconds_to_dark"] = round((time.monotonic() - began) * 1000)
    eventually("the queued letter has stopped", lambda: not _open(letter))
    stopped = Envelope.objects.filter(letter=letter, state="stopped").count()
    stage.say(f"  dark after {stage.tallies['milliseconds_to_dark']} ms; {stopped} queued letters stopped.")


def _open(letter: object) -> bool:
    return Envelope.objects.filter(letter=letter, state__in=["waiting", "in_flight", "deferred"]).exists()
