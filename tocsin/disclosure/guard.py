"""The leak guard: every byte that leaves is read here first, against every sealed name of every open case.

It says where a name stands and that one stands there, never which. Where it cannot read the names it lets nothing
pass. What it read keeps a verdict: SHA-256 of the bytes and the version of the index.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from . import sweep
from .examination import Finding, examine, examine_bytes
from .guard_cap import require_below
from .guard_clearing import Rests, still_sealed
from .guard_files import Unreadable
from .guard_index import Index
from .guard_versions import current_index, current_version
from .guard_views import Extract, read_plain, readings
from .guard_words import language_of, sealed_name, unreadable
from .models import Verdict

__all__ = ["Pass", "current_version", "letter_sha256", "pass_bytes", "pass_letter", "pass_words"]


@dataclass(frozen=True)
class Pass:
    """The guard let these bytes go: their SHA-256 (32 bytes), under that version of its index."""

    sha256: bytes
    guard_version: int


def pass_bytes(body: bytes, *, what: str, language: str = "") -> Pass:
    """Read the bytes of a page, feed, picture or document. ``what`` is its address (opaque, kept with the verdict; read
    as well). ``language`` helps to say where; without it, it is taken from an address like ``/ko/...``.

    Raises Refused: sealed_name, unreadable, guard_unavailable, guard_capped.
    """
    require_below()
    index = current_index()
    language = language or language_of(what)
    try:
        findings = examine_bytes(index, body, language)
    except Unreadable as fault:
        raise unreadable() from fault
    findings += examine(index, readings(Extract(what, False, "address")), language)
    return _judge(index, hashlib.sha256(body).digest(), what, findings)


def pass_letter(*, subject: str, html: str, text: str, what: str, language: str = "") -> Pass:
    """Read a letter before a recipient's own fields are spliced in; SHA-256 as ``letter_sha256``. Raises Refused."""
    require_below()
    index = current_index()
    findings = [
        *examine(index, [read_plain("subject", subject)]),
        *examine(index, readings(Extract(html, True)), language),
        *examine(index, [read_plain("plain", text)]),
    ]
    return _judge(index, letter_sha256(subject, html, text), what, findings)


def pass_words(words: Iterable[tuple[str, int, str]], *, place: str = "words", rests: Rests | None = None) -> int:
    """Read texts given as (language, line, text); the version that let them pass. ``rests``: what lines may tell, since
    they rest on it. Raises Refused."""
    require_below()
    index = current_index()
    findings = [
        replace(finding, place=place, line=line, column=0, language=language)
        for language, line, text in words
        for finding in examine(index, readings(Extract(text, True)))
    ]
    findings = still_sealed(index, findings, rests)
    if findings:
        raise sealed_name(findings)
    return index.version


def letter_sha256(subject: str, html: str, text: str) -> bytes:
    """SHA-256 (32 bytes) over subject, HTML and text in UTF-8, with NUL between."""
    return hashlib.sha256("\0".join((subject, html, text)).encode()).digest()


def _judge(index: Index, sha256: bytes, what: str, findings: Sequence[Finding]) -> Pass:
    findings = still_sealed(index, findings)
    verdict = Verdict(sha256=sha256, guard_version=index.version, passed=not findings, what=what)
    Verdict.objects.bulk_create([verdict], ignore_conflicts=True)
    if findings:
        raise sealed_name(findings)
    # Whoever learns a name while this transaction is open cannot see what it publishes: look again afterwards.
    transaction.on_commit(sweep.settle, robust=True)
    return Pass(sha256, index.version)
