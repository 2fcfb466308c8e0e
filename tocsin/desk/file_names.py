"""Names of files that strangers chose, made harmless for the machine on which they are saved."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
_NOT_KEPT = re.compile(r'[\\/:*?"<>|%]')
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe_name(name: str) -> str:
    """A name without folders, controls or marks that turn text around; 'file' where nothing is left.

    The ending stays: it is offered for saving, never opened by us.
    """
    shown = "".join(mark for mark in unicodedata.normalize("NFC", name) if unicodedata.category(mark) not in _UNSEEN)
    plain = _NOT_KEPT.sub("_", shown).strip(" .")
    if len(plain) > LONGEST:
        stem, dot, ending = plain.rpartition(".")
        plain = (stem[: LONGEST - 10] + dot + ending[:9]) if dot else plain[:LONGEST]
    return plain or "file"
