"""What else can come down a wire: requests one behind the other, a letter a second, lies about length, every script."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.front import payloads
from tocsin.front.models import Letterbox

from .conftest import COMMITTED, SIGNED, Granian, Keys, Loop, opened
from .test_granian import BODY, HEAD, SIGN, status

pytestmark = COMMITTED
KEPT = HEAD.replace("Connection: close\r\n", "")


def test_requests_one_behind_the_other_are_all_answered_in_their_order(granian: Granian) -> None:
    post = f"{KEPT}Content-Length: {len(BODY)}\r\n\r\n{BODY}"
    page = "GET /en/newsletter/ HTTP/1.1\r\nHost: a\r\n\r\n"
    last = "GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    came = granian.raw((post + page + post + last).encode())
    assert [int(part[:3]) for part in came.split(b"HTTP/1.1 ")[1:]] == [303, 200, 303, 404]
    assert Letterbox.objects.count() == 2


def test_a_second_request_cannot_hide_in_the_first_ones_body(granian: Granian) -> None:
    hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"
    for lie in (
        f"Content-Length: 4\r\nContent-Length: {len(hidden)}\r\n\r\n{hidden}",
        f"Transfer-Encoding: chunked\r\nContent-Length: {len(hidden)}\r\n\r\n0\r\n\r\n{hidden}",
        f"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{hidden}",
        f"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{hidden}",
        f"Content-Length: +5\r\n\r\nhello{hidden}",
    ):
        came = granian.raw((KEPT + lie).encode())
        assert came.count(b"HTTP/1.1 ") <= 1 or b"HTTP/1.1 400" in came, lie
    assert Letterbox.objects.count() == 0


def test_slow_senders_hold_up_nobody(granian: Granian) -> None:
    slow = [socket.create_connection(("127.0.0.1", granian.port)) for _ in range(100)]
    try:
        for number, wire in enumerate(slow):
            wire.sendall(
                HEAD[: 20 + number % 50].encode() if number % 2 else (HEAD + "Content-Length: 90\r\n\r\nna").encode()
            )
        began = time.monotonic()
        assert httpx.post(f"{granian.url}{SIGN}", data=SIGNED).status_code == 303
        assert httpx.get(f"{granian.url}/en/").status_code == 200
        assert time.monotonic() - began < 5
    finally:
        for wire in slow:
            wire.close()
    assert httpx.get(f"{granian.url}/-/ready").status_code == 200
    assert Letterbox.objects.count() == 1


@pytest.mark.parametrize(
    "more",
    [
        "X-A: b\r\n Set-Cookie: folded\r\n",
        "X-A: b\rSet-Cookie: c\r\n",
        "X-A: \x00\r\n",
        "Origin: https://tocsin.example\r\nOrigin: https://elsewhere.example\r\n",
        "X-Forwarded-For: 1.2.3.4\r\nForwarded: for=1.2.3.4\r\nX-Forwarded-Host: elsewhere.example\r\n",
        "Host: elsewhere.example\r\n",
        "X-Long: " + "a" * 300_000 + "\r\n",
    ],
)
def test_headers_that_lie_never_come_back(granian: Granian, more: str) -> None:
    came = granian.raw(f"{HEAD}{more}Content-Length: {len(BODY)}\r\n\r\n{BODY}".encode())
    assert status(came) in (0, 303, 400, 403, 431)
    for word in (b"set-cookie", b"elsewhere", b"1.2.3.4"):
        assert word not in came.lower()


# -- every script and direction

LETTERS = st.characters(categories=["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc"])
NAMES = st.text(LETTERS, min_size=1, max_size=30).map(lambda text: f"Ö{text}")


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=NAMES, as_json=st.booleans())
def test_a_name_in_any_script_arrives_or_is_told_why_not(front: Loop, keys: Keys, name: str, as_json: bool) -> None:
    Letterbox.objects.all().delete()
    form = SIGNED | {"name": name}
    said = front.post(SIGN, json=form) if as_json else front.post(SIGN, data=form)
    kept = opened(keys)
    if said.status_code == 422:
        assert kept == []
    else:
        assert said.status_code == (202 if as_json else 303)
        (read,) = kept
        assert isinstance(read, payloads.Sign)
        assert payloads.decode(payloads.encode(read)) == read


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    fields=st.dictionaries(
        st.one_of(st.sampled_from([*SIGNED, "newsletter"]), st.text(max_size=20)), st.text(max_size=200), max_size=12
    )
)
def test_whatever_stands_in_a_form_it_is_taken_or_told_what_is_wrong(front: Loop, fields: dict[str, str]) -> None:
    body = urlencode({**fields}, errors="surrogatepass").encode()
    said = front.post(SIGN, content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert said.status_code in (303, 400, 413, 422)
    assert "set-cookie" not in said.headers
    assert "<script" not in said.text


def test_right_to_left_and_joined_letters_stay_as_they_were(front: Loop, keys: Keys) -> None:
    for name in ("محمد بن سلمى", "דוד כהן", "می\u200cخواهم", "राज कुमार", "ཚེ་རིང", "ⵣⵉⵔⵉ", "𐐈𐐲𐑌", "Ọláńrewájú"):
        Letterbox.objects.all().delete()
        assert front.post(SIGN, data=SIGNED | {"name": name}).status_code == 303
        (read,) = opened(keys)
        assert isinstance(read, payloads.Sign)
        assert read.name == name
