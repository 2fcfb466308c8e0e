"""Bytes come into the window with a verdict or not at all; the database itself says so."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from tocsin.core.actions import Refused
from tocsin.front import publishing
from tocsin.front.figures import count_path, countries_path
from tocsin.front.models import Letterbox, Published

pytestmark = pytest.mark.django_db

RELEASE = uuid.UUID(int=1)


@pytest.fixture(autouse=True)
def _guard() -> None:
    publishing.set_guard_version(7)


def guarded(body: bytes, version: int = 7) -> publishing.Guarded:
    return publishing.Guarded(body, hashlib.sha256(body).digest(), version)


def put(path: str = "/en/", body: bytes = b"hello " * 100, **more: object) -> None:
    publishing.put_page(path=path, language="en", page=guarded(body), **more)  # type: ignore[arg-type]


def refused(sql: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_page_is_put_with_its_forms() -> None:
    put()
    row = Published.objects.get()
    assert row.live_version > 0
    assert bytes(row.verdict_sha256) == hashlib.sha256(bytes(row.body)).digest()
    assert row.gzip
    assert row.brotli


def test_each_write_has_a_new_version() -> None:
    put()
    first = Published.objects.get().live_version
    put()
    assert Published.objects.get().live_version > first


def test_bytes_the_guard_did_not_read_are_refused() -> None:
    wrong = publishing.Guarded(b"a name", hashlib.sha256(b"another").digest(), 7)
    with pytest.raises(Refused, match="not the bytes"):
        publishing.put_page(path="/en/", language="en", page=wrong)


def test_a_verdict_of_an_older_index_is_refused() -> None:
    with pytest.raises(Refused, match="learnt"):
        publishing.put_page(path="/en/", language="en", page=guarded(b"x", 6))


@pytest.mark.parametrize(
    "change",
    [
        "verdict_sha256 = NULL",
        "guard_version = NULL",
        "body = 'another'",
        "verdict_sha256 = sha256('another')",
        "guard_version = 0",
        "status = 302",
        "source = 'worker'",
        "source = 'other'",
        "path = '//elsewhere.example/'",
        "path = E'/en/\\r\\nSet-Cookie: a'",
        "content_type = E'text/html\\r\\nX: y'",
        "etag = 'x'",
    ],
)
def test_the_database_keeps_no_row_of_another_shape(change: str) -> None:
    put()
    refused(f"UPDATE front_published SET {change}")  # noqa: S608


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "en/"},
        {"path": "//elsewhere.example/"},
        {"path": "/-/ready"},
        {"path": count_path("a")},
        {"content_type": "text/vbscript"},
        {"status": 302},
        {"headers": {"Set-Cookie": "a=b"}},
        {"headers": {"X-Robots-Tag": "a name"}},
        {"messages": {"no.such": "text"}},
    ],
)
def test_what_is_not_of_the_windows_shapes_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        put(**wrong)  # type: ignore[arg-type]


def test_figures_are_put_without_a_verdict() -> None:
    publishing.put_figures(
        campaign="save-my-friend", signatures=175_000, goal=200_000, countries={"US": 40, "KR": 90}, other=5
    )
    assert (
        bytes(Published.objects.get(path=count_path("save-my-friend")).body) == b'{"signatures":175000,"goal":200000}'
    )
    body = bytes(Published.objects.get(path=countries_path("save-my-friend")).body)
    assert body == b'{"countries":{"KR":90,"US":40},"other":5}'


@pytest.mark.parametrize(
    "wrong",
    [{"campaign": "Kim Chul-soo"}, {"signatures": -1}, {"countries": {"ZZ": 1}}, {"countries": {"a name": 1}}],
)
def test_nothing_but_figures_passes_as_figures(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        publishing.put_figures(**{"campaign": "a", "signatures": 1, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "body",
    ['{"signatures":1,"name":"x"}', '{"signatures":"x"}', '{"signatures":01}', '{"signatures":1} ', "x", "[]", ""],
)
def test_the_database_takes_no_words_as_figures(body: str) -> None:
    publishing.put_figures(campaign="a", signatures=1)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE front_published SET body = %s::text::bytea,"
            " etag = left(encode(sha256(%s::text::bytea), 'hex'), 32)",
            [body, body],
        )


def test_darkening_takes_what_stands_on_the_release_and_nothing_else() -> None:
    put("/en/", b"kept")
    put("/en/campaigns/a/", b"told", releases=[RELEASE], slots=True, messages={"name.required": "!"})
    put("/en/feed.xml", b"told in a feed", content_type="application/atom+xml", releases=[RELEASE, uuid.UUID(int=2)])
    dark = publishing.darken(release_id=RELEASE, status=410, bodies={"en": guarded(b"The family asked.")})
    assert dark == ["/en/campaigns/a/", "/en/feed.xml"]
    page = Published.objects.get(path="/en/campaigns/a/")
    assert (page.status, bytes(page.body), page.slots, page.messages) == (410, b"The family asked.", False, {})
    assert bytes(Published.objects.get(path="/en/feed.xml").body) == b""
    assert bytes(Published.objects.get(path="/en/").body) == b"kept"


def test_a_404_keeps_no_words_at_all() -> None:
    put("/en/campaigns/a/", b"told", releases=[RELEASE])
    publishing.darken(release_id=RELEASE, status=404, bodies={"en": guarded(b"The family asked.")})
    page = Published.objects.get()
    assert (page.status, bytes(page.body), page.gzip) == (404, b"", None)


def test_darkening_never_fails_for_the_guards_sake() -> None:
    put("/en/campaigns/a/", b"told", releases=[RELEASE])
    publishing.set_guard_version(8)
    publishing.darken(release_id=RELEASE, status=410, bodies={"en": guarded(b"The family asked.", 7)})
    assert Published.objects.get().status == 410


def test_verdicts_are_renewed_for_the_desks_rows() -> None:
    put("/en/", b"kept")
    publishing.put_figures(campaign="a", signatures=1)
    assert publishing.renew_verdicts(["/en/", count_path("a")], guard_version=8) == 1


def test_the_letterbox_takes_no_minute() -> None:
    refused(
        "INSERT INTO front_letterbox (id, kind, hour, payload)"
        " VALUES (gen_random_uuid(), 'sign', '2012-03-20 10:20:00+00', repeat('x', 80)::bytea)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO front_letterbox (id, kind, hour, payload)"
            " VALUES (gen_random_uuid(), 'sign', '2012-03-20 10:00:00+00', repeat('x', 80)::bytea)"
        )
    assert Letterbox.objects.count() == 1
