"""The second factor: whether somebody has one, and whether they have just shown it.

In the demo, where staff have no second factor, their password is asked again in its place; nothing else differs.
Being let in does not count: what asks for proof asks again, and the proof holds for ``RECENT`` seconds.
"""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from tocsin.core.actions import Actor

from .actors import actor_of
from .models import Staff

RECENT = 300
DEVICES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_set_up(staff: Staff) -> bool:
    """Whether they have an authenticator app or a passkey (recovery codes alone do not count)."""
    return bool(is_mfa_enabled(staff, types=DEVICES))


def recently_shown(request: HttpRequest) -> bool:
    """Whether this session has been proven again in the last ``RECENT`` seconds."""
    if not isinstance(request.user, Staff):
        return False
    accepted = {"mfa"} if is_set_up(request.user) or not settings.TOCSIN_DEMO else {"password"}
    records = get_authentication_records(request, request.user)
    times = [r["at"] for r in records if r.get("reauthenticated") and r["method"] in accepted]
    return bool(times) and 0 <= time.time() - max(times) < RECENT


def ask(request: HttpRequest) -> None:
    """Go on if it was shown recently; otherwise allauth asks for it and then repeats this very request.

    Raises ReauthenticationRequired, which allauth's middleware answers.
    """
    if not recently_shown(request):
        raise ReauthenticationRequired


def actor_from(request: HttpRequest) -> Actor:
    """The member of staff who makes this request, as an actor. Raises TypeError for anybody else."""
    if not isinstance(request.user, Staff):
        raise TypeError("Only staff act on the desk.")
    return actor_of(request.user, second_factor=recently_shown(request))
