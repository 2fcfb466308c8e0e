"""What the desk knows of the installation that it is part of."""

from __future__ import annotations

import json

from django.conf import settings


def recovery_confirmed() -> bool:
    """Whether somebody confirmed that the recovery file is kept elsewhere; an installation without record has none."""
    record = settings.TOCSIN.home / "instance.json"
    return not record.exists() or bool(json.loads(record.read_text()).get("recovery_confirmed"))
