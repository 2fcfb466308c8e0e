"""Keeping a message as a report."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.utils import timezone

from tocsin.core.actions import Actor, Done, action
from tocsin.core.keys import keyring

from . import policy, receiving, vault
from .keeping import keep_report
from .mail import read_message
from .models import Report


@action("intake.mail_kept", policy=policy.may_collect)
def keep_mail(*, actor: Actor, raw: bytes) -> Done[bool]:
    """Seal a message and its files as a report; False where this very message is kept already.

    ``raw`` is a whole message as a mail server hands it over. Raises KeyMissing.
    """
    arrival = _arrival(raw)
    if Report.objects.filter(arrival=arrival).exists():
        return Done(False, subject="mail:", detail={"became": "repeated"})
    words, files = read_message(raw)
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    report = keep_report(words, source="email", received_at=hour, files=files, arrival=arrival)
    receiving.tell_of_first(report)
    return Done(True, subject=f"report:{report.pk}", detail={"became": "report", "files": len(files)})


def _arrival(raw: bytes) -> UUID:
    """The same for the same bytes; keyed, so that nobody who has the database can try messages against it."""
    _version, secret = keyring().raw(vault.DESK)
    return UUID(bytes=hashlib.blake2b(raw, key=secret, person=b"tocsin mail", digest_size=16).digest())
