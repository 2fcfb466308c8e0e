"""The blobs that only receipt codes open: read by the guard like all that is published, and put into the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tocsin.front import publishing

from . import guard

SEALED = "application/octet-stream"


def publish_answers(blobs: Mapping[str, bytes], **_signal: object) -> None:
    """Receiver of ``intake.signals.answers_sealed``. Raises Refused (guard_unavailable)."""
    for path, blob in blobs.items():
        passed = guard.pass_bytes(blob, what=path)
        page = publishing.Guarded(blob, passed.sha256, passed.guard_version)
        publishing.put_page(path=path, language="", page=page, content_type=SEALED)


def withdraw_answers(paths: Sequence[str], **_signal: object) -> None:
    """Receiver of ``intake.signals.answers_withdrawn``."""
    publishing.remove(paths)
