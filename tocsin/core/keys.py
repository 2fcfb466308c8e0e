"""The keyring of the running Django process (the desk, the worker), as its settings say."""

from __future__ import annotations

import functools
from pathlib import Path

from django.conf import settings

from .keyring import Keyring


def keyring() -> Keyring:
    """The keys in the folder ``settings.TOCSIN_KEYS``."""
    return _keyring(str(settings.TOCSIN_KEYS))


@functools.lru_cache(maxsize=4)
def _keyring(folder: str) -> Keyring:
    return Keyring(Path(folder))
