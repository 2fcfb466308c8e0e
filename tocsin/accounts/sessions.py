"""Ending what a departed member of staff could still use."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from .models import Staff


def end_sessions(staff: Staff) -> int:
    """Delete every session of theirs; returns how many there were. Staff are few, so all are read."""
    theirs = [s.pk for s in Session.objects.iterator() if s.get_decoded().get(SESSION_KEY) == str(staff.pk)]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)


def end_second_factors(staff: Staff) -> None:
    Authenticator.objects.filter(user=staff).delete()
