"""GETs: from memory, the right coding, the right head, and nothing without a verdict."""

from __future__ import annotations

import gzip

import brotli
import pytest
from django.db import connection

from tocsin.front import publishing

from .conftest import COMMITTED, FORM, RELEASE, Loop, guarded, put

pytestmark = COMMITTED

HOME = "/en/newsletter/"
CAMPAIGN = "/en/campaigns/save-my-friend/"


def test_a_page_is_served_with_its_head(front: Loop) -> None:
    said = front.get(HOME)
    assert said.status_code == 200
    assert said.headers["content-type"] == "text/html; charset=utf-8"
    assert said.headers["content-language"] == "en"
    assert said.headers["cache-control"] == "public, max-age=60"
    assert said.headers["referrer-policy"] == "no-referrer"
    assert said.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in said.headers["content-security-policy"]
    assert "geolocation=()" in said.headers["permissions-policy"]
    assert "set-cookie" not in said.headers


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("identity;q=1, gzip;q=0.5", None),
        ("identity;q=0", None),
        ("GZIP;Q=1", "gzip"),
        (";;,q=,br;q=nan;q=2", None),
        ("br;q=inf", None),
    ],
)
def test_the_coding_is_negotiated(front: Loop, accept: str, coding: str | None) -> None:
    said = front.get(HOME, headers={"accept-encoding": accept})
    assert said.headers.get("content-encoding") == coding
    assert said.headers["vary"] == "accept-encoding"
    assert said.text.startswith("<h1>page newsletter")  # httpx has decoded it


def test_each_coding_has_its_own_tag(front: Loop) -> None:
    tags = {front.get(HOME, headers={"accept-encoding": coding}).headers["etag"] for coding in ("", "gzip", "br")}
    assert len(tags) == 3


def test_conditional_requests(front: Loop) -> None:
    tag = front.get(HOME, headers={"accept-encoding": "gzip"}).headers["etag"]
    same = {"accept-encoding": "gzip", "if-none-match": f'"x", W/{tag}'}
    said = front.get(HOME, headers=same)
    assert (said.status_code, said.content, said.headers["etag"]) == (304, b"", tag)
    assert said.headers["cache-control"] == "public, max-age=60"
    assert front.get(HOME, headers={"if-none-match": "*"}).status_code == 304
    assert front.get(HOME, headers=same | {"accept-encoding": "br"}).status_code == 200
    put(HOME, "<h1>page newsletter, changed</h1>" * 40)
    assert front.until(HOME, 200, headers=same).text.startswith("<h1>page newsletter, changed")


def test_head_has_the_head_and_no_body(front: Loop) -> None:
    get, head = front.get(HOME), front.head(HOME)
    assert head.content == b""
    assert dict(head.headers) == dict(get.headers)


def test_only_the_root_asks_for_languages(front: Loop) -> None:
    def went(accept: str) -> str:
        said = front.get("/", headers={"accept-language": accept})
        assert (said.status_code, said.headers["vary"]) == (302, "accept-language")
        return said.headers["location"]

    assert went("ko-KR,ko;q=0.9,en;q=0.8") == "/ko/"
    assert went("fr, en;q=0.5, ko;q=0.1") == "/en/"
    assert went("") == went("tlh") == went("*") == went(",;q=x") == "/en/"
    assert "안녕" in front.get("/ko/", headers={"accept-language": "en"}).text


def test_unknown_addresses_answer_in_the_language_of_the_address(front: Loop) -> None:
    said = front.get("/ko/nowhere/")
    assert (said.status_code, said.text) == (404, "<h1>ko nothing here</h1>")
    assert front.get("/xx/").text == "<h1>en nothing here</h1>"
    for odd in ("//elsewhere.example/", "/%00", "/en/%0d%0aSet-Cookie:%20a", "/" + "a" * 9_000, "/en/../ko/%ff"):
        said = front.get(f"https://tocsin.example{odd}")
        assert said.status_code == 404
        assert "set-cookie" not in said.headers


def test_a_forgotten_slash_is_mended(front: Loop) -> None:
    said = front.get("/en/newsletter")
    assert (said.status_code, said.headers["location"]) == (308, "/en/newsletter/")


def test_no_other_method_is_taken(front: Loop) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"):
        assert front.request(method, HOME).status_code == 405


def test_figures_stand_in_the_page_and_follow_their_row(front: Loop) -> None:
    before = front.get(CAMPAIGN)
    assert "175,000 names" in before.text
    assert "%%" not in before.text
    assert "<!--" not in before.text
    publishing.put_figures(campaign="save-my-friend", signatures=175_001)
    said = front.get(CAMPAIGN)
    while said.headers["etag"] == before.headers["etag"]:
        front.pause()
        said = front.get(CAMPAIGN)
    assert "175,001 names" in said.text


def test_figures_are_open_data(front: Loop) -> None:
    said = front.get("/campaigns/save-my-friend/count.json")
    assert said.json() == {"signatures": 175_000}
    assert said.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in front.get(HOME).headers


def test_a_page_on_a_release_is_hardly_kept(front: Loop) -> None:
    assert front.get(CAMPAIGN).headers["cache-control"] == "max-age=0, s-maxage=5"


def test_darkening_with_words(front: Loop) -> None:
    publishing.darken(release_id=RELEASE, status=410, bodies={"en": guarded("<p>The family asked.</p>")})
    said = front.until(CAMPAIGN, 410)
    assert (said.status_code, said.text) == (410, "<p>The family asked.</p>")
    assert said.headers["cache-control"] == "max-age=0, s-maxage=5"
    assert front.get("/campaigns/save-my-friend/count.json").status_code == 404


def test_darkening_without_a_trace(front: Loop) -> None:
    publishing.darken(release_id=RELEASE, status=404, bodies={})
    dark, never = front.until(CAMPAIGN, 404), front.get("/en/campaigns/never-was/")
    assert (dark.status_code, dark.content, dict(dark.headers)) == (404, never.content, dict(never.headers))


def test_a_lost_notification_changes_nothing(front: Loop) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE front_published DISABLE TRIGGER front_published_tell")
    try:
        publishing.darken(release_id=RELEASE, status=404, bodies={})
        assert front.until(CAMPAIGN, 404, seconds=4.0).status_code == 404
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE front_published ENABLE TRIGGER front_published_tell")


def test_a_removed_page_is_gone(front: Loop) -> None:
    publishing.remove([HOME])
    assert front.until(HOME, 404).status_code == 404


def test_a_row_that_was_tampered_with_is_not_served(front: Loop) -> None:
    constraint = "front_published_verdict"
    with connection.cursor() as cursor:  # as one could who holds the owner's rights
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [constraint])
        (definition,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE front_published DROP CONSTRAINT {constraint}")
        try:
            cursor.execute(
                "UPDATE front_published SET body = 'a sealed name', gzip = NULL, brotli = NULL,"
                " etag = left(encode(sha256('a sealed name'), 'hex'), 32) WHERE path = %s",
                [HOME],
            )
            said = front.until(HOME, 503)
            assert (said.status_code, "sealed" in said.text) == (503, False)
        finally:
            cursor.execute("DELETE FROM front_published WHERE path = %s", [HOME])
            cursor.execute(f"ALTER TABLE front_published ADD CONSTRAINT {constraint} {definition}")


def test_a_new_index_hides_everything_until_it_is_examined(front: Loop) -> None:
    publishing.set_guard_version(8)
    said = front.until(HOME, 503)
    assert (said.status_code, said.headers["cache-control"]) == (503, "no-store")
    assert "page newsletter" not in said.text
    assert front.get("/campaigns/save-my-friend/count.json").status_code == 404
    publishing.renew_verdicts([HOME], guard_version=8)
    assert front.until(HOME, 200).status_code == 200


def test_the_stored_forms_are_the_body(front: Loop) -> None:
    client = front.client
    client.headers["accept-encoding"] = "identity"
    plain = front.get(HOME).content
    for coding, decode in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        row = front.front.window.page(HOME)
        assert row is not None
        assert decode(row.answers[coding.encode()].body) == plain


def test_ready(front: Loop) -> None:
    assert (front.get("/-/ready").status_code, front.get("/-/ready").content) == (200, b"")
    assert FORM not in front.get("/-/ready").text
