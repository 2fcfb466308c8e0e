"""The front under Granian, on a socket, with everything a wire can bring; and its end."""

from __future__ import annotations

import asyncio
import re
import signal
import time
from urllib.parse import urlencode

import httpx
import pytest

from tocsin.front.models import Letterbox

from .conftest import COMMITTED, SIGNED, Granian, put

pytestmark = COMMITTED

SIGN = "/en/campaigns/save-my-friend/sign"
HEAD = f"POST {SIGN} HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
BODY = urlencode(SIGNED)


def status(came: bytes) -> int:
    return int(came.split(b" ", 2)[1]) if came else 0


def test_pages_over_a_socket(granian: Granian) -> None:
    said = httpx.get(f"{granian.url}/en/newsletter/", headers={"accept-encoding": "gzip"})
    assert (said.status_code, said.headers["content-encoding"]) == (200, "gzip")
    assert "granian" not in str(said.headers).lower()
    assert len(said.headers.get_list("server")) == 1
    tag = said.headers["etag"]
    again = httpx.get(f"{granian.url}/en/newsletter/", headers={"accept-encoding": "gzip", "if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    head = httpx.head(f"{granian.url}/en/newsletter/", headers={"accept-encoding": "gzip"})
    assert (head.content, head.headers["content-length"]) == (b"", said.headers["content-length"])
    put("/en/", "<h1>changed</h1>")
    limit = time.monotonic() + 5
    while "changed" not in httpx.get(f"{granian.url}/en/").text and time.monotonic() < limit:
        time.sleep(0.05)
    assert httpx.get(f"{granian.url}/en/").text == "<h1>changed</h1>"


def test_bodies_over_a_socket(granian: Granian) -> None:
    whole = f"{HEAD}Content-Length: {len(BODY)}\r\n\r\n{BODY}"
    assert status(granian.raw(whole.encode())) == 303
    half = len(BODY) // 2
    chunks = f"{half:x}\r\n{BODY[:half]}\r\n{len(BODY) - half:x}\r\n{BODY[half:]}\r\n0\r\n\r\n"
    assert status(granian.raw(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n{chunks}".encode())) == 303
    assert Letterbox.objects.count() == 2
    endless = f"{HEAD}Transfer-Encoding: chunked\r\n\r\n" + "1000\r\n" + "a" * 4096 + "\r\n"
    assert status(granian.raw((endless + ("1000\r\n" + "a" * 4096 + "\r\n") * 8).encode())) == 413
    assert status(granian.raw(f"{HEAD}Content-Length: 99999999\r\n\r\n{BODY}".encode())) == 413
    truncated = f"{HEAD}Content-Length: {len(BODY) + 10}\r\n\r\n{BODY}"
    assert status(granian.raw(truncated.encode(), half_close=True)) in (0, 400)
    both = f"{HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert status(granian.raw(both.encode())) in (400, 422)
    assert Letterbox.objects.count() == 2


def test_odd_heads_over_a_socket(granian: Granian) -> None:
    for target in (
        "/en/%0d%0aSet-Cookie:%20a=b",
        "//elsewhere.example/%2e%2e",
        "/en/%ff%fe",
        "/?t=%0d%0aX:1",
        "*",
        "/%",
    ):
        came = granian.raw(f"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        assert b"\r\nset-cookie" not in came.lower()
        assert b"elsewhere" not in came
        assert status(came) in (0, 302, 400, 404)
    came = granian.raw(b"GET /en/ HTTP/1.1\r\nHost: a\r\nAccept-Language: \xff\xfe\r\nConnection: close\r\n\r\n")
    assert status(came) == 200
    assert httpx.get(f"{granian.url}/en/").status_code == 200


@pytest.mark.parametrize("enough", [1, 150])
def test_each_acknowledged_post_has_its_row_when_it_ends(granian: Granian, enough: int) -> None:
    answers: list[int] = []

    async def sign(client: httpx.AsyncClient) -> None:
        while answers.count(303) < 600 and 0 not in answers:
            try:
                answers.append((await client.post(SIGN, data=SIGNED)).status_code)
            except httpx.TransportError:
                answers.append(0)

    async def crowd() -> None:
        async with httpx.AsyncClient(base_url=granian.url) as client:
            signing = [asyncio.create_task(sign(client)) for _ in range(20)]
            while answers.count(303) < enough and 0 not in answers:
                await asyncio.sleep(0.005)
            granian.process.send_signal(signal.SIGTERM)
            await asyncio.gather(*signing)

    asyncio.run(crowd())
    told = granian.process.communicate(timeout=20)[0].decode()
    acknowledged = answers.count(303)
    assert enough <= acknowledged < 600
    assert set(answers) <= {303, 0}
    # A row may be committed and its answer lost with the connection: at most one for each that was in flight.
    assert acknowledged <= Letterbox.objects.count() <= acknowledged + 20
    assert "Traceback" not in told


def test_the_log_says_nothing_of_anybody(granian: Granian) -> None:
    httpx.post(f"{granian.url}{SIGN}", data=SIGNED)
    httpx.get(f"{granian.url}/en/?haneul@example.org", headers={"user-agent": "haneul", "referer": "haneul"})
    granian.raw(b"rubbish haneul\r\n\r\n")
    told = granian.stop()
    assert "haneul" not in told
    assert not re.search(r"(GET|POST) /", told)
