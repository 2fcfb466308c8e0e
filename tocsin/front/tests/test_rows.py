"""What the front itself demands of a row, whatever the database let through."""

from __future__ import annotations

import dataclasses
import gzip
import hashlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.front.figures import count_path, countries_path, read_figures, write_countries
from tocsin.front.server.negotiation import encodings, language, matches
from tocsin.front.server.pages import prepare
from tocsin.front.server.rows import Row
from tocsin.front.server.slots import Filling, fill

BODY = b"<p>told</p>" * 50
GOOD = Row(
    path="/en/", language="en", status=200, content_type="text/html; charset=utf-8", headers={}, body=BODY,
    gzip=gzip.compress(BODY, mtime=0), brotli=brotli.compress(BODY), slots=False, messages={},
    origins=frozenset(), released=False, source="desk", verdict_sha256=hashlib.sha256(BODY).digest(), guard_version=3,
    live_version=1,
)  # fmt: skip
FIGURES = dataclasses.replace(
    GOOD, path=count_path("a"), language="", content_type="application/json", body=b'{"signatures":1}', gzip=None,
    brotli=None, source="worker", verdict_sha256=None, guard_version=None,
)  # fmt: skip


def test_good_rows_are_served() -> None:
    assert GOOD.may_be_served(3)
    assert FIGURES.may_be_served(3)


@pytest.mark.parametrize(
    "change",
    [
        {"body": b"a sealed name"},
        {"verdict_sha256": hashlib.sha256(b"x").digest()},
        {"verdict_sha256": None},
        {"guard_version": 2},
        {"guard_version": 4},
        {"guard_version": None},
        {"source": "worker"},
        {"source": "DESK"},
        {"headers": {"Set-Cookie": "a=b"}},
        {"headers": {"X-Robots-Tag": "a name"}},
        {"content_type": "text/html\r\nX-Sealed: name"},
        {"language": "en\r\nX: y"},
        {"status": 302},
        {"path": "//elsewhere.example/"},
        {"gzip": gzip.compress(b"a sealed name", mtime=0)},
        {"gzip": gzip.compress(BODY, mtime=0) + gzip.compress(b"a sealed name")},
        {"gzip": gzip.compress(BODY, mtime=1)},
        {"gzip": b"rubbish"},
        {"gzip": gzip.compress(BODY, mtime=0)[:-4]},
        {"brotli": brotli.compress(b"a sealed name")},
        {"brotli": brotli.compress(BODY)[:-1]},
        {"brotli": b""},
    ],
)
def test_no_other_row_is(change: dict[str, object]) -> None:
    row = dataclasses.replace(GOOD, **change)  # type: ignore[arg-type]
    assert not row.may_be_served(3)
    answer = prepare(row, 3, {}).answers[b""]
    assert b"sealed" not in answer.body
    assert not any(b"sealed" in value or b"cookie" in name for name, value in answer.headers)


def test_without_a_guard_version_nothing_is_served() -> None:
    assert not dataclasses.replace(GOOD, guard_version=0).may_be_served(0)


@pytest.mark.parametrize(
    "change",
    [
        {"body": b'{"signatures":1,"name":"x"}'},
        {"body": '{"signatures":١}'.encode()},
        {"path": "/en/"},
        {"content_type": "text/html"},
        {"slots": True},
        {"headers": {"X-Robots-Tag": "noindex"}},
        {"language": "en"},
    ],
)
def test_figures_say_nothing_else(change: dict[str, object]) -> None:
    assert not dataclasses.replace(FIGURES, **change).may_be_served(3)  # type: ignore[arg-type]


def test_countries_are_in_order_and_once() -> None:
    path = countries_path("a")
    assert read_figures(path, write_countries({"US": 5, "KR": 10}, other=7)) == {"KR": 10, "US": 5, "other": 7}
    assert read_figures(path, b'{"countries":{"US":5,"KR":10}}') is None
    assert read_figures(path, b'{"countries":{"KR":5,"KR":10}}') is None
    assert read_figures(path, b'{"countries":{}}') == {}


def test_unpacking_stops_at_the_bodys_length() -> None:
    bomb = gzip.compress(bytes(50_000_000), mtime=0)
    assert not dataclasses.replace(GOOD, gzip=bomb).may_be_served(3)


def test_slots() -> None:
    raw, grouped = (
        b"%%figure:/campaigns/a/count.json#signatures|raw%%",
        b"%%figure:/campaigns/b/count.json#goal|grouped%%",
    )
    body = raw + b"/" + grouped + b" %%field:name%%"
    figures = {"/campaigns/a/count.json": {"signatures": 1234}}
    assert fill(body, "en", figures) == b"1234/0 "
    assert fill(b"%%field:Name%% %%other%%", "en", {}) == b"%%field:Name%% %%other%%"
    grouped = b"%%figure:/campaigns/a/count.json#signatures|grouped%%"
    assert fill(grouped, "de", figures) == b"1.234"
    assert fill(grouped, "xx-nonsense", figures) == b"1,234"


@given(st.text(), st.text())
def test_what_is_typed_cannot_leave_its_place(value: str, text: str) -> None:
    out = fill(b'<input value="%%field:name%%"><!--problems-->', "en", {}, Filling({"name": value}, {"name": text}))
    inside = out.decode().removeprefix('<input value="').partition('"')[0]
    assert not set(inside) & set("<>\"'")
    assert out.count(b"<") == 9  # input, and the list of one problem with its link
    again = Filling({"name": "%%field:secret%%<!--problems-->", "secret": "told"}, {})
    assert b"told" not in fill(b"%%field:name%%", "en", {}, again)


@given(st.binary(max_size=200))
def test_rubbish_in_headers_never_fails(header: bytes) -> None:
    assert encodings(header)[-1] == b""
    assert language(header, ("en", "ko"), "en") in ("en", "ko")
    matches(header, b'"x"')
