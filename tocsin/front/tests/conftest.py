"""A site of a few pages, keys, and the front: on the event loop, or under Granian in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from django.db import connection

from tocsin.core.links import LinkSigner
from tocsin.core.sealing import OpenKey
from tocsin.core.sessions import SessionOpener
from tocsin.front import payloads, publishing
from tocsin.front.models import Letterbox
from tocsin.front.server import Front, build

from .wire import Cable

# Rows that the front's own connections can see; afterwards only this room's tables are emptied.
COMMITTED = pytest.mark.django_db(transaction=True, available_apps=["tocsin.front"])
VERSION = 7
RELEASE = uuid.UUID(int=1)
OURS = "https://tocsin.example"
FORM = (
    '<title>Save My Friend</title><p>%%figure:/campaigns/save-my-friend/count.json#signatures|grouped%% names</p>'
    '<!--problems--><form method="post" action="/en/campaigns/save-my-friend/sign">'
    '<input id="id_name" name="name" value="%%field:name%%"%%invalid:name%%>'
    '<input id="id_email" name="email" value="%%field:email%%">'
    '<option value="KR"%%selected:country=KR%%>Korea<option value="US"%%selected:country=US%%>'
    '<input type="radio" name="updates" value="yes"%%checked:updates=yes%%>'
    '<input type="radio" name="updates" value="no"%%checked:updates=no%%></form>'
    + "<p>What is known. </p>" * 60
)  # fmt: skip
SIGNED = {"name": "김하늘", "email": "haneul@example.org", "country": "KR", "updates": "yes", "consent": "yes"}


@dataclass(frozen=True)
class Keys:
    contact: OpenKey
    reports: OpenKey
    links: LinkSigner


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys(OpenKey.generate(), OpenKey.generate(), LinkSigner.generate())


def guarded(body: str) -> publishing.Guarded:
    said = body.encode()
    return publishing.Guarded(said, hashlib.sha256(said).digest(), VERSION)


def put(path: str, body: str, **more: object) -> None:
    publishing.put_page(path=path, language=path[1:3], page=guarded(body), **more)  # type: ignore[arg-type]


@pytest.fixture
def site(transactional_db: None) -> None:
    """Committed pages in two languages, and the rights of the front's role."""
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT ON front_published, front_state TO tocsin_front")
        cursor.execute("GRANT INSERT ON front_letterbox, front_letterbox_batch TO tocsin_front")
    publishing.set_guard_version(VERSION)
    campaign = "/en/campaigns/save-my-friend/"
    put(campaign, FORM, slots=True, releases=[RELEASE], messages={"name.required": "Your name & no other?"})
    for place in ("signed", "confirm", "confirmed", "withdraw", "withdrawn"):
        put(f"{campaign}{place}/", f"<h1>{place}</h1>")
    for place in ("", "newsletter/", "newsletter/confirm/", "unsubscribe/", "unsubscribed/", "blog/first/"):
        put(f"/en/{place}", f"<h1>page {place}</h1>" + "<p>Words.</p>" * 40)
    for lang in ("en", "ko"):
        put(f"/{lang}/not-found/", f"<h1>{lang} nothing here</h1>")
        put(f"/{lang}/link-problem/", f"<h1>{lang} link problem</h1>")
        put(f"/{lang}/busy/", f"<h1>{lang} busy</h1>")
    put("/ko/", "<h1>안녕</h1>")
    publishing.put_figures(campaign="save-my-friend", signatures=175_000)


def dsn(port: int) -> str:
    password = os.environ["TOCSIN_TEST_PASSWORD"]
    return f"postgresql://tocsin_front:{password}@127.0.0.1:{port}/{connection.settings_dict['NAME']}"


@pytest.fixture
def cable(site: None, database_port: int) -> Iterator[Cable]:
    cable = Cable(database_port)
    yield cable
    cable.cut()


class Loop:
    """Runs a front on a loop of its own, so that tests and Django stay synchronous."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self._runner = asyncio.Runner()
        self._runner.run(front.start())
        transport = httpx.ASGITransport(front)
        self.client = httpx.AsyncClient(transport=transport, base_url=OURS)

    def get(self, path: str, **more: object) -> httpx.Response:
        return self._runner.run(self.client.get(path, **more))  # type: ignore[arg-type]

    def head(self, path: str, **more: object) -> httpx.Response:
        return self._runner.run(self.client.head(path, **more))  # type: ignore[arg-type]

    def post(self, path: str, **more: object) -> httpx.Response:
        return self._runner.run(self.client.post(path, **more))  # type: ignore[arg-type]

    def request(self, method: str, path: str) -> httpx.Response:
        return self._runner.run(self.client.request(method, path))

    def until(self, path: str, status: int, seconds: float = 5.0, **more: object) -> httpx.Response:
        """Ask until an address answers a status; the last answer, whatever it is, when the time is over."""
        limit = time.monotonic() + seconds
        while (said := self.get(path, **more)).status_code != status and time.monotonic() < limit:
            self.pause()
        return said

    def pause(self, seconds: float = 0.05) -> None:
        self._runner.run(asyncio.sleep(seconds))

    def close(self) -> None:
        self._runner.run(self.front.stop())
        self._runner.close()


@pytest.fixture
def front(cable: Cable, keys: Keys) -> Iterator[Loop]:
    loop = Loop(
        build(
            database_dsn=dsn(cable.port),
            contact_seal=keys.contact.seal_key,
            report_seal=keys.reports.seal_key,
            verifier=keys.links.verifier,
            origins=frozenset({OURS}),
            languages=("en", "ko"),
            default_language="en",
        )
    )
    yield loop
    loop.close()


def opened(keys: Keys) -> list[payloads.AnyPayload]:
    """What lies in the letterbox, opened: comments with the desk's key, all else with the worker's."""
    rows = [(keys.reports if row.kind == "comment" else keys.contact, row) for row in Letterbox.objects.all()]
    return [payloads.decode(SessionOpener(key).open(bytes(row.payload))) for key, row in rows]


class Granian:
    """A front in a process of its own, on a real socket."""

    def __init__(self, database: int, keys: Keys) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        environ = {
            "PATH": os.environ["PATH"],
            "FRONT_DSN": dsn(database),
            "FRONT_SEAL": keys.contact.seal_key.public.hex(),
            "FRONT_VERIFY": keys.links.verifier.keys[1].hex(),
        }
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(self.port), "--no-ws"]
        self.process = subprocess.Popen(
            [*command, "tocsin.front.tests.served:app"],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.url = f"http://127.0.0.1:{self.port}"
        self._await_ready()

    def _await_ready(self) -> None:
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/-/ready").status_code == 200:
                    return
            time.sleep(0.05)
        raise AssertionError("the front does not start")

    def raw(self, sent: bytes, *, half_close: bool = False) -> bytes:
        """Send bytes as they are; everything that comes back until the server closes, or two seconds of silence."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as wire:
            wire.sendall(sent)
            if half_close:
                wire.shutdown(socket.SHUT_WR)
            came = b""
            with contextlib.suppress(TimeoutError, ConnectionError):
                while piece := wire.recv(65536):
                    came += piece
            return came

    def stop(self) -> str:
        """End it as a supervisor does; what it logged."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=20)[0].decode()


@pytest.fixture
def granian(cable: Cable, keys: Keys) -> Iterator[Granian]:
    served = Granian(cable.port, keys)
    yield served
    if served.process.poll() is None:
        os.killpg(served.process.pid, signal.SIGKILL)  # its worker is a process of its own
        served.process.communicate()
