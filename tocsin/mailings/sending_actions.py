"""What people do to a letter on its way: pause, resume, send again, decide about the uncertain."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action

from . import queueing
from .models import EPOCH, Envelope, Letter
from .policy import may_decide, may_pause, may_resume, may_send_again
from .queries import put_off_for_good, undecided


@action("mailings.letter_paused", policy=may_pause)
def pause_letter(*, actor: Actor, letter: Letter) -> Done[Letter]:
    """Send nothing more of a letter for now.

    Its senders hear of it within milliseconds: what has not left is put back, a text that has begun is cut off before
    its end, and only what the relay has whole already still counts as sent.
    """
    letter.state = Letter.State.PAUSED
    letter.save(update_fields=["state"])
    return Done(letter, subject=f"letter:{letter.pk}")


@action("mailings.letter_resumed", policy=may_resume)
def resume_letter(*, actor: Actor, letter: Letter) -> Done[Letter]:
    """Go on where the letter was paused."""
    _go_on(letter)
    return Done(letter, subject=f"letter:{letter.pk}")


@action("mailings.refused_sent_again", policy=may_send_again)
def send_refused_again(*, actor: Actor, letter: Letter) -> Done[int]:
    """Send again to those who were refused for a reason that may have passed; how many. Raises Refused for none.

    Nobody who has got the letter gets it again: a refused message was not accepted.
    """
    number = _wait_again(put_off_for_good(letter), letter)
    return Done(number, subject=f"letter:{letter.pk}", detail={"envelopes": number})


@action("mailings.uncertain_sent_again", policy=may_send_again)
def send_uncertain_again(*, actor: Actor, letter: Letter) -> Done[int]:
    """Send again to those of whom nobody knows whether they got it; how many. Some may get it twice."""
    number = _wait_again(undecided(letter), letter)
    return Done(number, subject=f"letter:{letter.pk}", detail={"envelopes": number})


@action("mailings.uncertain_left", policy=may_decide)
def leave_uncertain(*, actor: Actor, letter: Letter) -> Done[int]:
    """Leave the uncertain as they are: some may not have got it; how many."""
    number = undecided(letter).update(left_uncertain=True)
    return Done(number, subject=f"letter:{letter.pk}", detail={"envelopes": number})


def _wait_again(envelopes: QuerySet[Envelope], letter: Letter) -> int:
    """Put envelopes back among those that wait, with their attempts counted anew."""
    number = envelopes.update(
        state=Envelope.State.WAITING, attempts=0, next_attempt_at=EPOCH, claimed_by=None, ended_at=None, code=None,
        enhanced="",
    )  # fmt: skip
    if not number:
        raise Refused(_("There is nobody to send it to again."), _("Look at the letter as it is now."), code="nobody")
    if letter.state == Letter.State.FINISHED:
        _go_on(letter)
    return number


def _go_on(letter: Letter) -> None:
    letter.state, letter.ended_at = Letter.State.SENDING, None
    letter.save(update_fields=["state", "ended_at"])
    queueing.want_slice(letter.pk, automatic=False)
