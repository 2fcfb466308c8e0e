"""Sessions in the database, sealed: what somebody had typed when they were asked to prove themselves waits in there,
a case's sealed words among it.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from tocsin.core.keyring import KeyMissing
from tocsin.core.keys import keyring
from tocsin.core.sealing import SealingError, key_version

KEY, CONTEXT = "organisation", b"accounts.session"


class SessionStore(DatabaseStore):
    """Signed by Django as ever, then sealed under the desk's key. What does not open is an empty session."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        sealed = keyring().secret_key(KEY).seal(super().encode(session_dict).encode(), CONTEXT)
        return base64.b64encode(sealed).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        try:
            sealed = base64.b64decode(session_data, validate=True)
            signed = keyring().secret_key(KEY, key_version(sealed)).open(sealed, CONTEXT).decode()
        except (binascii.Error, ValueError, SealingError, KeyMissing):
            return {}
        return super().decode(signed)
