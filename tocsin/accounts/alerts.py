"""A mail to members of staff that says only that the desk has something for them: mail is what adversaries read."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from .models import Staff

logger = logging.getLogger(__name__)


def alert(staff: Iterable[Staff]) -> None:
    """Once this transaction is committed, ask each of them, in their language, to look at the desk.

    What it is about stands on the desk, and nowhere else. A mail that cannot be sent stops nothing: it is logged.
    """
    messages = [_message(one) for one in staff]
    if messages:
        transaction.on_commit(lambda: _send(messages), robust=True)


def _message(one: Staff) -> EmailMessage:
    with override(one.language):
        subject = _("%(organisation)s: please look at the desk") % {"organisation": settings.WAGTAIL_SITE_NAME}
        body = _("Something on the desk needs you soon. Log in and look at the first page.")
        return EmailMessage(subject, f"{body}\n\n{settings.WAGTAILADMIN_BASE_URL}/\n", to=[one.email])


def _send(messages: list[EmailMessage]) -> None:
    try:
        get_connection().send_messages(messages)
    except (SMTPException, OSError) as trouble:
        logger.error("%s alerts could not be mailed (%s).", len(messages), type(trouble).__name__)
