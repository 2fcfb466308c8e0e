"""Each kind of mail of the story, as a provider and a reader see it: signature, headers, both parts, one click."""

from __future__ import annotations

import base64
import email.utils
import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import Browser

from tocsin.post.dkim import dns_record, public_half

from .browsing import PHONE, overflow, snapshot, visitor
from .played import Played, eventually

DOMAIN = "lanternbridge.example"
AUTOMATIC, BROADCAST = ("confirmation", "subscription"), ("newsletter", "update")
KINDS = [(kind, language) for kind in AUTOMATIC + BROADCAST for language in ("en", "ko")]
each_kind = pytest.mark.parametrize(("kind", "language"), KINDS)
ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "DKIM-Signature", "Reply-To")
ADDRESS = "1 Example Street, 00000 Exampleton"


def numbers(played: Played, kind: str, language: str) -> list[tuple[int, str]]:
    """The mailbox's number and the contact of each accepted mail of a kind that the story sent, newest first."""
    ids = dict(
        played.rows(
            "SELECT e.id::text, e.contact_id::text FROM mailings_envelope e"
            " JOIN mailings_letter l ON l.id = e.letter_id WHERE l.kind = %s AND e.language = %s"
            " AND e.state = 'accepted'",
            kind,
            language,
        )
    )
    mails = [
        (one["id"], one["headers"]["Message-ID"].strip("<>").partition("@")[0]) for one in played.mailbox.messages()
    ]
    found = [(number, ids[envelope]) for number, envelope in mails if envelope in ids]
    assert found, f"the story sent no {kind} in {language}"
    return found


def raw_mail(played: Played, number: int) -> bytes:
    return played.post.get(f"/api/messages/{number}/raw").content


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    assert not body.defects
    return str(body.get_content())


def verifies(raw: bytes, record: str) -> bool:
    return bool(dkim.verify(raw, dnsfunc=lambda _name, **_more: record.encode()))


@pytest.fixture
def record(played: Played) -> str:
    """The DNS record by our own function, which must hold the public half as another library makes it."""
    private = (played.instance.places.keys / "worker" / "dkim.1").read_bytes()
    public = serialization.load_pem_private_key(private, None).public_key()
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    made = dns_record(public_half(private))
    assert base64.b64encode(der).decode() in made
    assert made == (played.instance.home / "dkim.txt").read_text().strip()
    return made


@each_kind
def test_dkim_verifies_and_covers_what_it_must(played: Played, record: str, kind: str, language: str) -> None:
    raw = raw_mail(played, numbers(played, kind, language)[0][0])
    assert verifies(raw, record)
    signature = re.sub(r"\s", "", str(parsed(raw)["DKIM-Signature"]))
    fields = dict(tag.partition("=")[::2] for tag in signature.split(";"))
    assert fields["d"] == DOMAIN
    assert fields["s"] == "tocsin"
    covered = set(fields["h"].lower().split(":"))
    assert {"from", "to", "subject", "date", "message-id", "mime-version", "content-type"} <= covered
    if kind in BROADCAST:
        assert {"list-id", "list-unsubscribe", "list-unsubscribe-post"} <= covered
    assert not verifies(raw.replace(b"lang=", b"land=", 1), record), "a changed body still verifies"
    assert not verifies(b"Subject: other\r\n" + raw, record), "a second subject still verifies"


@each_kind
def test_headers_are_as_the_standards_say(played: Played, kind: str, language: str) -> None:
    number, _contact = numbers(played, kind, language)[0]
    raw = raw_mail(played, number)
    (listed,) = [one for one in played.mailbox.messages() if one["id"] == number]
    assert raw.count(b"\n") == raw.count(b"\r\n"), "a bare line feed (RFC 5322, 2.3)"
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    raw.partition(b"\r\n\r\n")[0].decode("ascii")
    message = parsed(raw)
    assert not message.defects
    for name in ONCE:
        assert len(message.get_all(name, [])) == 1, name
    ((_name, sender),) = email.utils.getaddresses([message["From"]])
    assert sender == f"letters@{DOMAIN}"
    assert [address for _name, address in email.utils.getaddresses([message["To"]])] == listed["to"]
    assert listed["sender"].startswith("bounce+")
    assert abs(datetime.now(UTC) - email.utils.parsedate_to_datetime(message["Date"])) < timedelta(hours=1)
    assert re.fullmatch(rf"<[0-9a-f-]{{36}}@{DOMAIN}>", message["Message-ID"])
    _of_the_kind(message, kind)


def _of_the_kind(message: EmailMessage, kind: str) -> None:
    if kind in AUTOMATIC:
        assert message["Auto-Submitted"] == "auto-generated"  # RFC 3834
        assert not [name for name in message if name.lower().startswith("list-")]
        return
    which = "updates" if kind == "update" else "newsletter"
    assert str(message["List-Id"]).endswith(f"<{which}.{DOMAIN}>")  # RFC 2919
    assert re.fullmatch(r"<https?://[!-;=?-~]+>", message["List-Unsubscribe"])  # RFC 2369
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"  # RFC 8058
    assert message["Precedence"] == "bulk"
    assert message["Auto-Submitted"] is None


@each_kind
def test_text_and_html_say_the_same_in_the_readers_language(played: Played, kind: str, language: str) -> None:
    message = parsed(raw_mail(played, numbers(played, kind, language)[0][0]))
    assert message.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in message.iter_parts()] == ["text/plain", "text/html"]
    text, html = part(message, "plain"), part(message, "html")
    assert f'lang="{language}"' in html
    shown = re.sub(r"<[^>]+>", " ", re.sub(r"<(style|head)\b.*?</\1>", "", html, flags=re.S))
    assert bool(re.search("[가-힣]{2}", text)) == bool(re.search("[가-힣]{2}", shown)) == (language == "ko")
    for wanted in (ADDRESS,) if kind in BROADCAST else ():
        assert wanted in " ".join(text.split())
        assert wanted in " ".join(shown.split())
    assert "%%" not in text + html, "a mark was not filled"
    assert not re.search(r"<(img|script|link|iframe|object|form)\b|url\(", html, re.I), "something is fetched or run"
    hosts = {
        urlsplit(link).netloc for link in re.findall(r"https?://[^\s\"'<>]+", text + re.sub(r"xmlns\S+", "", html))
    }
    assert hosts <= {urlsplit(played.public).netloc, "www.w3.org"}
    assert set(re.findall(r'href="(http[^"]+)"', html.replace("&amp;", "&"))) <= set(re.findall(r"http\S+[^\s.]", text))


@each_kind
def test_it_can_be_read_in_the_mailbox(
    played: Played, browser: Browser, tmp_path: Path, kind: str, language: str
) -> None:
    number, _contact = numbers(played, kind, language)[0]
    subject = str(parsed(raw_mail(played, number))["Subject"])
    home = str(played.post.base_url).rstrip("/")
    with visitor(browser, home, PHONE) as (page, heard):
        page.goto(f"/messages/{number}")
        assert page.locator("h1").inner_text() == subject
        assert page.locator(".verdict.pass").count() == 1
        page.goto(f"/messages/{number}/html")
        assert overflow(page) <= 0, "the mail scrolls sideways on a phone"
        assert len(page.locator("body").inner_text().strip()) > 80
        assert snapshot(page, tmp_path, f"{kind} {language}").stat().st_size > 5000, "an empty picture"
        assert heard.nothing(), heard


def tallied(played: Played) -> int:
    waiting = played.value("SELECT count(*)::int FROM front_letterbox WHERE kind <> 'comment'")
    return int(played.value("SELECT coalesce(sum(rows), 0)::int FROM front_letterbox_tally")) + int(waiting)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("newsletter", "SELECT state = 'ended' FROM supporters_subscription WHERE contact_id = %s"),
        ("update", "SELECT updates_ended_at IS NOT NULL FROM campaigns_signature WHERE contact_id = %s"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_one_post_unsubscribes_and_a_get_does_not(played: Played, kind: str, state: Any, language: str) -> None:
    number, contact = next(one for one in numbers(played, kind, language) if not played.value(state, one[1]))
    link = str(parsed(raw_mail(played, number))["List-Unsubscribe"]).strip("<>")
    before = tallied(played)
    for method in ("GET", "HEAD", "GET"):
        assert played.http.request(method, link).status_code == 200
    assert tallied(played) == before
    assert not played.value(state, contact)
    answer = played.http.post(link, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert "set-cookie" not in answer.headers
    assert "location" not in answer.headers
    eventually("unsubscribed", lambda: played.value(state, contact))
    assert tallied(played) == before + 1


def test_a_forged_one_click_address_does_nothing(played: Played) -> None:
    number, _contact = numbers(played, "newsletter", "en")[0]
    link = str(parsed(raw_mail(played, number))["List-Unsubscribe"]).strip("<>")
    forged = link[:-6] + ("AAAAAA" if not link.endswith("AAAAAA") else "BBBBBB")
    before = tallied(played)
    assert played.http.post(forged, data={"List-Unsubscribe": "One-Click"}).status_code == 400
    assert tallied(played) == before
