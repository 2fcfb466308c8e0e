"""Ending what a departed member of staff could still use."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from .models import Staff
from .session_store import SessionStore


def end_sessions(staff: Staff) -> int:
    """Delete every session of theirs; returns how many there were. Staff are few, so all are read."""
    opened = SessionStore()
    theirs = [
        one.pk
        for one in Session.objects.iterator()
        if opened.decode(one.session_data).get(SESSION_KEY) == str(staff.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)


def end_second_factors(staff: Staff) -> None:
    Authenticator.objects.filter(user=staff).delete()
