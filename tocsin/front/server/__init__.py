"""The public process, window and letterbox. Nothing here, nor what it imports, imports Django."""

from __future__ import annotations

from pathlib import Path

from tocsin.core.links import LinkVerifier
from tocsin.core.sealing import SealKey
from tocsin.core.sessions import SessionSeal

from .app import Front
from .letterbox import Letterbox
from .posts import Posts
from .refresh import Refresher
from .reports import Reports
from .spool import Spool
from .window import Window

__all__ = ["Front", "build"]


def build(
    *,
    database_dsn: str,
    contact_seal: SealKey,
    report_seal: SealKey,
    verifier: LinkVerifier,
    origins: frozenset[str],
    languages: tuple[str, ...],
    default_language: str,
    spool: Path | None = None,
) -> Front:
    """The front as an ASGI application with a lifespan.

    ``database_dsn`` logs in as the front's role; ``contact_seal`` is the public half of the worker's key,
    ``report_seal`` of the desk's; ``origins`` are ours, as browsers write them (``https://example.org``);
    ``languages`` are those whose addresses there are;
    ``spool`` is the folder where rows wait while the database is away (None: then they are refused).
    """
    window = Window(languages, default_language)
    letterbox = Letterbox(database_dsn, Spool(spool) if spool is not None else None)
    ours = frozenset(origin.lower() for origin in origins)
    posts = Posts(window, letterbox, SessionSeal(contact_seal), report_seal, verifier, ours)
    reports = Reports(window, letterbox, report_seal, ours)
    return Front(window, Refresher(database_dsn, window), letterbox, posts, reports)
