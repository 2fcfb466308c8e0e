"""The configurations of docs/operations/proxy, as they stand but for names, ports and files, with the real programs."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tocsin.front.models import Letterbox

from .conftest import COMMITTED, SIGNED, Granian, Keys, put

pytestmark = COMMITTED
CONFIGURATIONS = Path(__file__).parents[3] / "docs" / "operations" / "proxy"
CAMPAIGN = "/en/campaigns/save-my-friend/"
SIGN = f"{CAMPAIGN}sign"


@dataclass
class Proxy:
    client: httpx.Client
    folder: Path

    def told(self) -> str:
        """All that it wrote anywhere in its folder, cache aside."""
        files = [path for path in self.folder.rglob("*.log") if path.is_file()]
        return "\n".join(path.read_text(errors="replace") for path in files)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _nginx(folder: Path, port: int, front: int) -> list[str]:
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*certificate, *files], check=True, capture_output=True)
    plain = free_port()
    text = (CONFIGURATIONS / "nginx.conf").read_text()
    for said, here in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("127.0.0.1:8000", f"127.0.0.1:{front}"),
        ("/etc/ssl/tocsin/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
        ("/var/cache/nginx/tocsin", f"{folder}/cache"),
    ):
        assert said in text
        text = text.replace(said, here)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"daemon off;\nuser root;\npid {folder}/pid;\nerror_log {folder}/main.log crit;\nevents {{}}\n"
    (folder / "whole.conf").write_text(whole + f"http {{\n{temporary}{text}}}\n")
    return ["nginx", "-p", str(folder), "-c", str(folder / "whole.conf")]


def _caddy(folder: Path, port: int, front: int) -> list[str]:
    text = (CONFIGURATIONS / "Caddyfile").read_text()
    for said, here in (
        ("{\n\tlog {", "{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\tlog {"),
        ("example.org {", f"https://127.0.0.1:{port} {{\n\ttls internal"),
        ("127.0.0.1:8000", f"127.0.0.1:{front}"),
    ):
        assert said in text
        text = text.replace(said, here, 1)
    (folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


MAKERS = {"nginx": _nginx, "caddy": _caddy}


@pytest.fixture(params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest, granian: Granian, tmp_path: Path) -> Iterator[Proxy]:
    name = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed: `make test-proxies` installs it and runs this")
    port = free_port()
    command = MAKERS[name](tmp_path, port, granian.port)
    environ = {"PATH": "/usr/sbin:/usr/bin:/bin", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    with (tmp_path / "output.log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=log, cwd=tmp_path)
    client = httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=False, trust_env=False, timeout=20)  # noqa: S501
    try:
        _await_answer(client, process, tmp_path)
        yield Proxy(client, tmp_path)
    finally:
        client.close()
        process.terminate()
        process.wait(20)


def _await_answer(client: httpx.Client, process: subprocess.Popen[bytes], folder: Path) -> None:
    """Until it answers over TLS: a certificate of its own may take it a moment."""
    limit = time.monotonic() + 30
    while time.monotonic() < limit and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            client.get("/-/ready")
            return
        time.sleep(0.05)
    raise AssertionError((folder / "output.log").read_text())


def test_pages_come_as_they_were_published(proxy: Proxy, granian: Granian) -> None:
    for coding in ("identity", "gzip", "br"):
        asked = {"accept-encoding": coding}
        ours, direct = proxy.client.get(CAMPAIGN, headers=asked), httpx.get(f"{granian.url}{CAMPAIGN}", headers=asked)
        assert (ours.status_code, ours.content) == (200, direct.content)
        for name in ("etag", "content-encoding", "cache-control", "vary", "content-security-policy", "content-type"):
            assert ours.headers.get(name) == direct.headers.get(name), name
        again = proxy.client.get(CAMPAIGN, headers=asked | {"if-none-match": ours.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    head = proxy.client.head(CAMPAIGN)
    assert (head.status_code, head.content) == (200, b"")
    assert "max-age=63072000" in head.headers["strict-transport-security"]
    assert proxy.client.get("/-/ready").status_code == 404


def test_a_page_that_goes_dark_is_dark_within_its_seconds(proxy: Proxy) -> None:
    assert proxy.client.get(CAMPAIGN).status_code == 200
    put(CAMPAIGN, "<p>The family asked.</p>", status=410)
    limit = time.monotonic() + 10
    while (said := proxy.client.get(CAMPAIGN)).status_code != 410 and time.monotonic() < limit:
        time.sleep(0.1)
    assert (said.status_code, said.text) == (410, "<p>The family asked.</p>")


def test_forms_go_through(proxy: Proxy) -> None:
    said = proxy.client.post(SIGN, data=SIGNED, headers={"origin": "null", "sec-fetch-site": "same-origin"})
    assert (said.status_code, said.headers["location"]) == (303, f"{CAMPAIGN}signed/")
    assert proxy.client.post(SIGN, json=SIGNED).json() == {"status": "accepted"}
    assert proxy.client.post(SIGN, data={"name": "x"}).status_code == 422
    assert proxy.client.post(SIGN, content=b"a" * 40_000).status_code == 413
    assert Letterbox.objects.count() == 2


def test_what_a_link_opens_is_kept_for_nobody(proxy: Proxy, keys: Keys) -> None:
    token = keys.links.sign("confirm-signature", "x", extra={"c": "save-my-friend"})
    said = proxy.client.get(f"{CAMPAIGN}confirm/?t={token}")
    assert (said.status_code, said.headers["cache-control"]) == (200, "no-store")
    assert proxy.client.get(f"{CAMPAIGN}confirm/?t=wrong").status_code == 400
    assert proxy.client.get(f"{CAMPAIGN}confirm/?t=wrong").status_code == 400


def test_nobody_is_written_down_even_when_the_front_is_away(proxy: Proxy, granian: Granian) -> None:
    asked = {"user-agent": "told-agent", "referer": "https://told.example/"}
    assert proxy.client.get("/en/?t=told-token", headers=asked).status_code in (200, 400)
    proxy.client.post(SIGN, data=SIGNED, headers=asked)
    granian.stop()
    away = proxy.client.get("/en/newsletter/confirm/?t=told-token", headers=asked)
    assert (away.status_code, away.headers["retry-after"], away.headers["cache-control"]) == (503, "5", "no-store")
    assert "Nothing was kept" in away.text
    told = proxy.told()
    assert "told" not in told
    assert not re.search(r"127\.0\.0\.1:\d+.*(GET|POST)|/en/", told)
