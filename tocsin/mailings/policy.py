"""Who may write, send and stop letters, and what the system does by itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.accounts.actors import system
from tocsin.accounts.models import Role
from tocsin.accounts.policy import require_role, require_system
from tocsin.core.actions import Actor, Refused
from tocsin.disclosure.guard import current_version
from tocsin.disclosure.queries import require_preparable, require_publishable

from .models import Letter


def may_write(actor: Actor) -> None:
    """A campaigner; or the desk's own publishing, which prepares the letters that a page's forms answer with."""
    if actor not in (system("publishing"), system("installation")):
        require_role(actor, Role.CAMPAIGNER)


def may_prepare(actor: Actor, letter: Letter) -> None:
    may_write(actor)
    _require_state(letter, Letter.State.DRAFT, Letter.State.READY)
    if letter.release is not None:
        require_preparable(letter.release)


def may_send(actor: Actor, letter: Letter) -> None:
    """A campaigner, a letter that is ready, a release that may be published, and the guard's word on these bytes."""
    require_role(actor, Role.CAMPAIGNER)
    _require_state(letter, Letter.State.READY)
    require_release(letter)
    if letter.rendered.exclude(guard_version=current_version()).exists() or not letter.rendered.exists():
        raise Refused(
            _("The leak guard has not read this letter as it knows names now."),
            _("Prepare it once more."),
            code="stale_verdict",
        )


def may_stop(actor: Actor, letter: Letter) -> None:
    """Stopping needs little: any campaigner or caseworker."""
    require_role(actor, Role.CAMPAIGNER, Role.CASEWORKER)
    _require_state(letter, Letter.State.READY, Letter.State.SENDING, Letter.State.PAUSED, Letter.State.FINISHED)


def may_pause(actor: Actor, letter: Letter) -> None:
    """As little as stopping."""
    require_role(actor, Role.CAMPAIGNER, Role.CASEWORKER)
    _require_state(letter, Letter.State.SENDING, Letter.State.FINISHED)


def may_resume(actor: Actor, letter: Letter) -> None:
    """As sending: the release must still stand."""
    require_role(actor, Role.CAMPAIGNER)
    _require_state(letter, Letter.State.PAUSED)
    require_release(letter)


def may_send_again(actor: Actor, letter: Letter) -> None:
    """A campaigner, for a letter that has been sent and may still be."""
    require_role(actor, Role.CAMPAIGNER)
    _require_state(letter, Letter.State.SENDING, Letter.State.PAUSED, Letter.State.FINISHED)
    require_release(letter)


def may_decide(actor: Actor, letter: Letter) -> None:
    require_role(actor, Role.CAMPAIGNER)


def may_show(actor: Actor) -> None:
    """What a person was sent is between the organisation and them: a campaigner may look, and it is audited."""
    require_role(actor, Role.CAMPAIGNER)


def may_mail(actor: Actor) -> None:
    require_system(actor, "mailing")


def require_release(letter: Letter) -> None:
    """A letter with a release says nothing that may not be published. Raises Refused."""
    if letter.release is not None:
        require_publishable(letter.release)


def _require_state(letter: Letter, *states: Letter.State) -> None:
    now = Letter.objects.select_for_update().values_list("state", flat=True).get(pk=letter.pk)
    if now not in states:
        raise Refused(_("This letter is not in a state for that."), _("Look at the letter as it is now."), code="state")
