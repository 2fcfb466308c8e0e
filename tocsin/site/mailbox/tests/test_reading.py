"""The pages and the JSON: what a mail says is shown, what it would do is not done."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tocsin.post.dkim import DkimSigner, dns_record, generate_key, public_half
from tocsin.post.mime import make_template
from tocsin.site.mailbox.store import Store
from tocsin.site.mailbox.web import make_app

KEY = generate_key()
SCRIPT = '<script>alert(1)</script><img src="https://www.example.org/pixel">'


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "mail")


@pytest.fixture
def client(store: Store, tmp_path: Path) -> TestClient:
    (tmp_path / "dkim.pub").write_bytes(public_half(KEY))
    return TestClient(make_app(store, tmp_path / "dkim.pub"), base_url="http://127.0.0.1")


def put(store: Store, to: str = "kim@example.net", subject: str = "소식", unsubscribe: str | None = None) -> int:
    made = make_template(
        subject=subject,
        sender="news@example.org",
        sender_name="Tocsin",
        html=f"<html><head><title>x</title></head><body><a href='https://www.example.org/'>31</a>{SCRIPT}</body></html>",
        text=f"31 {SCRIPT}",
    )
    raw = made.splice({}, to=to, unsubscribe=unsubscribe)
    signer = DkimSigner(domain="example.org", selector="t1", private_key=KEY)
    return store.add("bounce@example.org", (to,), signer.sign(raw) + raw).number


class Unsubscribing(BaseHTTPRequestHandler):
    calls: list[tuple[str, str, bytes, bool]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.calls.append((self.path, self.headers["content-type"], body, "cookie" in self.headers))
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        self.calls.append((self.path, "GET", b"", False))
        self.send_response(405)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    Unsubscribing.calls.clear()
    server = HTTPServer(("127.0.0.1", 0), Unsubscribing)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_list_searches_and_pages(store: Store, client: TestClient) -> None:
    for n in range(120):
        store.add(
            "s@example.org", (f"m{n}@example.net",), f"Subject: {'even' if n % 2 == 0 else 'odd'} {n}\r\n\r\n".encode()
        )
    first = client.get("/").text
    assert "120 mails" in first
    assert first.index("m119@example.net") < first.index("m118@example.net")
    assert "m69@example.net" not in first
    assert "m69@example.net" in client.get("/?page=2").text
    assert "m0@example.net" in client.get("/?page=99").text
    odd = client.get("/?subject=ODD&page=2").text
    assert "60 mails" in odd
    assert "subject=ODD&amp;page=1" in odd
    assert "1 mail," in client.get("/?to=m7@").text
    assert "No mail here" in client.get("/?to=nobody").text


def test_what_a_mail_holds_is_shown_and_does_nothing(store: Store, client: TestClient) -> None:
    number = put(store, subject="<script>alert(2)</script>")
    shown = client.get(f"/messages/{number}")
    assert "<script" not in shown.text
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert "DKIM signature verified" in shown.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown.text
    framed = client.get(f"/messages/{number}/html")
    policy = framed.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'")
    assert "allow-scripts" not in policy
    assert "https:" not in policy
    assert '<head><base target="_blank"><title>' in framed.text
    raw = client.get(f"/messages/{number}/raw")
    assert raw.headers["content-type"].startswith("text/plain")
    assert raw.content == store.raw(number)


def test_a_broken_signature_is_called_broken(store: Store, client: TestClient) -> None:
    raw = store.raw(put(store)).replace(b"31 ", b"13 ")
    number = store.add("s@example.org", ("a@example.net",), raw).number
    assert client.get(f"/api/messages/{number}").json()["dkim"] == "fail"
    plain = store.add("s@example.org", ("a@example.net",), b"Subject: x\r\n\r\n").number
    assert client.get(f"/api/messages/{plain}").json()["dkim"] == "none"


def test_the_key_may_be_a_dns_record_and_may_be_away(store: Store, tmp_path: Path) -> None:
    number = put(store)
    (tmp_path / "record").write_text(dns_record(public_half(KEY)) + "\n")
    for key, verdict in (("record", "pass"), ("away", "unchecked")):
        client = TestClient(make_app(store, tmp_path / key), base_url="http://127.0.0.1")
        assert client.get(f"/api/messages/{number}").json()["dkim"] == verdict


def test_one_click_is_pressed_as_a_mail_client_does(store: Store, client: TestClient, site: str) -> None:
    number = put(store, unsubscribe=f"{site}/en/unsubscribe/?t=abc")
    assert "<button>Unsubscribe</button>" in client.get(f"/messages/{number}").text
    assert client.get(f"/messages/{number}/unsubscribe").status_code == 405
    assert Unsubscribing.calls == []
    assert client.get(f"/messages/{number}").headers["referrer-policy"] == "same-origin"  # or Origin would be null
    done = client.post(f"/messages/{number}/unsubscribe", headers={"origin": "http://127.0.0.1"})
    assert "answered 200 OK" in done.text
    form = "application/x-www-form-urlencoded"
    assert Unsubscribing.calls == [("/en/unsubscribe/?t=abc", form, b"List-Unsubscribe=One-Click", False)]


def test_no_button_without_both_fields(store: Store, client: TestClient) -> None:
    number = put(store)
    assert "Unsubscribe" not in client.get(f"/messages/{number}").text.split("<h2>")[0]
    assert client.post(f"/messages/{number}/unsubscribe").status_code == 404


def test_only_this_machine_is_called(store: Store, client: TestClient) -> None:
    number = put(store, unsubscribe="https://www.example.org/u")
    assert "Not unsubscribed" in client.post(f"/messages/{number}/unsubscribe").text


def test_the_json(store: Store, client: TestClient) -> None:
    first, second = (
        put(store, "kim@example.net"),
        put(store, "lee@example.net", unsubscribe="https://www.example.org/u"),
    )
    listed = client.get("/api/messages").json()["messages"]
    assert [m["id"] for m in listed] == [second, first]
    assert listed[0]["headers"]["Subject"] == "소식"
    assert listed[0]["headers"]["Message-ID"].endswith("@example.org>")
    assert [m["id"] for m in client.get(f"/api/messages?after={first}").json()["messages"]] == [second]
    assert [m["id"] for m in client.get("/api/messages?limit=1&subject=소식").json()["messages"]] == [second]
    assert [m["id"] for m in client.get("/api/messages?to=KIM@").json()["messages"]] == [first]
    whole = client.get(f"/api/messages/{second}").json()
    assert whole["text"].startswith("31 ")
    assert "<title>x</title>" in whole["html"]
    assert whole["one_click"] == "https://www.example.org/u"
    assert ["MIME-Version", "1.0"] in whole["all_headers"]
    assert client.get("/api/messages/99").status_code == 404
    assert client.get("/api/messages?limit=x").status_code == 400
    assert client.delete("/api/messages").json() == {"deleted": 2}
    assert client.get("/api/count").json() == {"count": 0}


def test_the_outsider(store: Store, client: TestClient) -> None:
    put(store)
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert client.delete("/api/messages", headers={"origin": "http://evil.example"}).status_code == 403
    assert len(store) == 1


def test_mails_of_others_are_shown_too(store: Store, client: TestClient) -> None:
    message = EmailMessage()
    message["Subject"] = ""
    message.set_content("only text")
    number = store.add("", ("a@example.net",), message.as_bytes().replace(b"\n", b"\r\n")).number
    rubbish = store.add("", ("a@example.net",), b"\xff\xfe no mail at all").number
    assert "only text" in client.get(f"/messages/{number}").text
    assert client.get(f"/messages/{rubbish}").status_code == 200
    assert client.get(f"/api/messages/{rubbish}").status_code == 200
    assert client.get("/").status_code == 200
