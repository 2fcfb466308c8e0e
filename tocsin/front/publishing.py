"""Putting bytes into the window and taking them out. For other rooms' actions: inside their transaction.

These are no actions: who may publish, and the audit of it, belong to the room whose words these are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tocsin.core.actions import Refused

from . import figures, logs, open_data
from .encodings import compress
from .models import Published, State
from .problems import PROBLEMS
from .shapes import CONTENT_TYPE, HEADERS, LANGUAGE, ORIGIN, PATH, STATUSES, etag_of, headers_allowed

_COLUMNS = [field.name for field in Published._meta.concrete_fields if not field.primary_key]


@dataclass(frozen=True)
class Guarded:
    """Bytes with the leak guard's verdict on them: SHA-256 (32 bytes) of what it read, version of its index."""

    body: bytes
    verdict_sha256: bytes
    guard_version: int


def put_page(
    *,
    path: str,
    language: str,
    page: Guarded,
    content_type: str = "text/html; charset=utf-8",
    status: int = 200,
    releases: Iterable[UUID] = (),
    slots: bool = False,
    messages: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    origins: Iterable[str] = (),
) -> None:
    """Publish guarded bytes at an address, in place of what was there.

    ``language`` is '' for what has none (a picture); ``slots`` says that the body has places for figures and
    fields; ``messages`` are the texts of PROBLEMS in the page's language; ``origins`` are other sites that may send the
    page's form (``https://example.org``). Raises Refused where the verdict is
    not on these bytes or not current, and ValueError where address, type or headers are not of the window's shapes.
    """
    _require_shapes(path, language, status, content_type, headers or {}, messages or {})
    if page.verdict_sha256 != hashlib.sha256(page.body).digest():
        raise Refused(
            "These are not the bytes that the leak guard has read.", "Have them examined once more.", "verdict"
        )
    if page.guard_version != current_guard_version():
        raise Refused("The leak guard has learnt since it read this.", "Have it examined once more.", "stale_verdict")
    row = _desk_row(path, language, page, content_type, status)
    row.releases, row.slots = list(releases), slots
    row.messages, row.headers = dict(messages or {}), dict(headers or {})
    row.origins = _sound_origins(origins)
    _store([row])


def put_figures(
    *,
    campaign: str,
    signatures: int,
    goal: int | None = None,
    countries: Mapping[str, int] | None = None,
    other: int | None = None,
    as_of: int | None = None,
) -> None:
    """Publish a campaign's figures at the two addresses of ``figures``; ``campaign`` is its slug.

    ``countries`` maps ISO codes to the figures that may be shown (None: the campaign shows none); ``as_of`` is
    in Unix seconds. Raises ValueError where anything is not a figure.
    """
    rows = [
        _figure_row(figures.count_path(campaign), figures.write_count(signatures=signatures, goal=goal, as_of=as_of))
    ]
    if countries is not None:
        body = figures.write_countries(countries, other=other, as_of=as_of)
        rows.append(_figure_row(figures.countries_path(campaign), body))
    _store(rows)


def put_open_data(*, campaign: str, tables: Mapping[str, bytes]) -> None:
    """Publish a campaign's tables (``open_data.write_days`` and the like), by their names.

    Raises ValueError where one is not of its shape.
    """
    rows = [_open_data_row(open_data.root(campaign) + name, body) for name, body in sorted(tables.items())]
    _store(rows)


def put_log(*, campaign: str, parts: Mapping[str, bytes]) -> None:
    """Publish parts of a campaign's tree: bytes by their address below ``logs.log_root`` of its slug.

    Raises ValueError where a part is not of the shape that belongs to its address.
    """
    rows = [_log_row(logs.log_root(campaign) + below, body) for below, body in sorted(parts.items())]
    _store(rows)


def remove_figures(campaign: str) -> int:
    """Take a campaign's figures, tables and tree out of the window; returns how many addresses they had."""
    below = Published.objects.filter(source=Published.Source.WORKER, path__startswith=open_data.root(campaign))
    return below.delete()[0]


def remove(paths: Iterable[str]) -> int:
    """Take addresses out of the window; they answer 404 as if they had never been. Returns how many there were."""
    return Published.objects.filter(path__in=list(paths)).delete()[0]


@transaction.atomic
def darken(*, release_id: UUID, status: int, bodies: Mapping[str, Guarded]) -> list[str]:
    """Darken everything that was built on a release; returns its addresses.

    ``status`` is 410 (then ``bodies`` holds the family's words as an HTML page by language; where it lacks one,
    the front says a plain 'gone') or 404 (then the front answers as for an address that never was, and no body
    is kept). Nothing is asked of the guard here: darkening must never fail; a body without a current verdict is
    stored, and the front shows a plain answer in its place.
    """
    if status not in STATUSES - {200}:
        raise ValueError("a dark page answers 404 or 410")
    dark = list(Published.objects.select_for_update().filter(releases__contains=[release_id]).order_by("path"))
    rows = [_darkened(row, status, bodies) for row in dark if row.source == Published.Source.DESK]
    _store(rows)
    return [row.path for row in rows]


def current_guard_version() -> int:
    """The version of the guard's index that a verdict must have; 0 where none was ever set: nothing is served."""
    state = State.objects.filter(key="guard_version").first()
    return int(state.value) if state is not None else 0


def set_guard_version(version: int) -> None:
    """Make a version of the guard's index the current one: at once, whatever has an older verdict is not served.

    So examine what is live with the new index, renew the verdicts and call this in one transaction.
    """
    State.objects.update_or_create(key="guard_version", defaults={"value": version})


def renew_verdicts(paths: Iterable[str], *, guard_version: int) -> int:
    """Record that the guard has read these addresses' bytes, as they stand, with another version of its index."""
    rows = Published.objects.filter(path__in=list(paths), source=Published.Source.DESK)
    return rows.update(guard_version=guard_version)


def _require_shapes(
    path: str,
    language: str,
    status: int,
    content_type: str,
    headers: Mapping[str, str],
    messages: Mapping[str, str],
) -> None:
    if PATH.fullmatch(path) is None or LANGUAGE.fullmatch(language) is None or _is_the_workers(path):
        raise ValueError("not an address or language of the window")
    if status not in STATUSES or CONTENT_TYPE.fullmatch(content_type) is None:
        raise ValueError("not a status or content type of the window")
    if not headers_allowed(headers):
        raise ValueError(f"only these headers can be published: {', '.join(HEADERS)}")
    if unknown := set(messages) - set(PROBLEMS):
        raise ValueError(f"these are no problems: {', '.join(sorted(unknown))}")


def _sound_origins(origins: Iterable[str]) -> list[str]:
    found = sorted(set(origins))
    if not all(ORIGIN.fullmatch(origin) for origin in found):
        raise ValueError("not a site's origin")
    return found


def _is_the_workers(path: str) -> bool:
    return any(kind.PATH.fullmatch(path) is not None for kind in (figures, logs, open_data))


def _desk_row(path: str, language: str, page: Guarded, content_type: str, status: int) -> Published:
    zipped, brewed = compress(page.body, content_type)
    return Published(
        path=path, language=language, status=status, content_type=content_type, body=page.body, gzip=zipped,
        brotli=brewed, etag=etag_of(page.body), source=Published.Source.DESK,
        verdict_sha256=page.verdict_sha256, guard_version=page.guard_version,
    )  # fmt: skip


def _figure_row(path: str, body: bytes) -> Published:
    if figures.read_figures(path, body) is None:
        raise ValueError("these are no figures")
    return Published(
        path=path, content_type=figures.CONTENT_TYPE, body=body, etag=etag_of(body), source=Published.Source.WORKER
    )


def _open_data_row(path: str, body: bytes) -> Published:
    if not open_data.is_open_data(path, body):
        raise ValueError("these are no open data")
    kind = open_data.content_type(path)
    return Published(path=path, content_type=kind, body=body, etag=etag_of(body), source=Published.Source.WORKER)


def _log_row(path: str, body: bytes) -> Published:
    if not logs.is_log(path, body):
        raise ValueError("this is no part of a tree")
    return Published(
        path=path, content_type=logs.content_type(path), body=body, etag=etag_of(body), source=Published.Source.WORKER
    )


def _darkened(row: Published, status: int, bodies: Mapping[str, Guarded]) -> Published:
    nothing = Guarded(b"", hashlib.sha256(b"").digest(), max(1, current_guard_version()))
    is_page = row.content_type.startswith("text/html")
    words = bodies.get(row.language, nothing) if is_page and status == 410 else nothing
    words = Guarded(words.body, hashlib.sha256(words.body).digest(), words.guard_version)
    dark = _desk_row(row.path, row.language, words, row.content_type if is_page else "text/plain", status)
    dark.releases = row.releases
    return dark


def _store(rows: list[Published]) -> None:
    if not rows:
        return
    Published.objects.bulk_create(rows, update_conflicts=True, unique_fields=["path"], update_fields=_COLUMNS)
