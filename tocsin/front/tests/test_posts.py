"""POSTs: sealed and committed before they are acknowledged, refused clearly, open to one's own token only."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator

import pytest
from django.db import connection

from tocsin.core.links import LinkSigner
from tocsin.front import payloads, publishing
from tocsin.front.models import Letterbox
from tocsin.front.server import forms

from .conftest import COMMITTED, OURS, RELEASE, SIGNED, Keys, Loop, guarded, opened, put

pytestmark = COMMITTED

CAMPAIGN = "/en/campaigns/save-my-friend/"
SIGN = f"{CAMPAIGN}sign"
SUBJECT = str(uuid.UUID(int=5))


def token(keys: Keys, purpose: str, *, expires: int | None = None, campaign: str | None = "save-my-friend") -> str:
    return keys.links.sign(purpose, SUBJECT, expires=expires, extra={"c": campaign} if campaign else None)


def test_a_signature_is_sealed_and_acknowledged(front: Loop, keys: Keys) -> None:
    said = front.post(SIGN, data=SIGNED | {"newsletter": "yes"})
    assert (said.status_code, said.headers["location"]) == (303, f"{CAMPAIGN}signed/")
    assert said.headers["cache-control"] == "no-store"
    (read,) = opened(keys)
    assert isinstance(read, payloads.Sign)
    assert (read.campaign, read.name, read.email, read.country) == (
        "save-my-friend", "김하늘", "haneul@example.org", "KR",
    )  # fmt: skip
    assert (read.language, read.updates, read.newsletter) == ("en", True, True)
    assert abs(read.at - time.time()) < 60
    page = front.front.window.page(CAMPAIGN)
    assert page is not None
    assert read.form == (page.row.verdict_sha256 or b"").hex()
    row = Letterbox.objects.get()
    assert (row.kind, row.hour.minute, row.hour.second, row.id.version) == ("sign", 0, 0, 4)
    assert b"example.org" not in bytes(row.payload)


def test_json_is_answered_in_json(front: Loop) -> None:
    said = front.post(SIGN, json=SIGNED | {"consent": True, "newsletter": None})
    assert (said.status_code, said.json()) == (202, {"status": "accepted"})
    said = front.post(SIGN, json={"email": "rubbish", "consent": True, "country": "KR", "updates": False})
    assert said.status_code == 422
    assert said.json() == {
        "problems": {"name": "Your name & no other?", "email": "This e-mail address does not look right."}
    }
    assert Letterbox.objects.count() == 1


def test_twice_is_answered_like_once(front: Loop) -> None:
    first, second = front.post(SIGN, data=SIGNED), front.post(SIGN, data=SIGNED)
    assert (first.status_code, first.content, first.headers) == (second.status_code, second.content, second.headers)
    assert Letterbox.objects.count() == 2


def test_problems_come_with_what_was_typed_and_nothing_acts(front: Loop) -> None:
    attack = '"><script>alert(1)</script>%%field:name%%<!--problems-->'
    said = front.post(SIGN, data={"name": "", "email": attack, "country": "KR", "updates": "no"})
    assert (said.status_code, said.headers["cache-control"]) == (422, "no-store")
    assert "etag" not in said.headers
    assert "<script" not in said.text
    assert "&quot;&gt;&lt;script&gt;" in said.text
    assert '<a href="#id_name">Your name &amp; no other?</a>' in said.text
    assert said.text.count("<li>") == 3
    assert '<option value="KR" selected>' in said.text
    assert '<option value="US">' in said.text
    assert 'value="no" checked' in said.text
    assert 'value="yes" checked' not in said.text
    assert 'name="name" value="" aria-invalid="true"' in said.text
    assert "175,000 names" in said.text
    assert Letterbox.objects.count() == 0
    assert "script" not in front.get(CAMPAIGN).text


def test_without_slots_the_problems_are_told_in_plain_text(front: Loop) -> None:
    said = front.post("/en/newsletter/", data={"email": "<b>"})
    assert said.status_code == 422
    assert said.headers["content-type"].startswith("text/plain")
    assert "<b>" not in said.text


@pytest.mark.parametrize(
    ("path", "fields", "then", "kind"),
    [
        ("/en/newsletter/", {"email": "a@example.org", "consent": "yes"}, "/en/newsletter/requested/", "subscribe"),
        (
            "/en/blog/first/comments/",
            {"name": "A", "text": "Well said."},
            "/en/comment-received/",
            "comment",
        ),
    ],
)
def test_the_other_forms(front: Loop, keys: Keys, path: str, fields: dict[str, str], then: str, kind: str) -> None:
    said = front.post(path, data=fields)
    assert (said.status_code, said.headers["location"]) == (303, then)
    assert [payloads.kind_of(each) for each in opened(keys)] == [kind]


LINKED = [
    (f"{CAMPAIGN}confirm/", "confirm-signature", f"{CAMPAIGN}confirmed/", "confirm"),
    (f"{CAMPAIGN}withdraw/", "withdraw-signature", f"{CAMPAIGN}withdrawn/", "withdraw"),
    ("/en/newsletter/confirm/", "confirm-newsletter", "/en/newsletter/confirmed/", "confirm-subscription"),
    ("/en/unsubscribe/", "unsubscribe", "/en/unsubscribed/?t=", "unsubscribe"),
    ("/en/unsubscribed/", "unsubscribe", "/en/resubscribed/", "resubscribe"),
]


@pytest.mark.parametrize(("path", "purpose", "then", "kind"), LINKED)
def test_a_link_opens_a_page_and_only_its_button_acts(
    front: Loop, keys: Keys, path: str, purpose: str, then: str, kind: str
) -> None:
    address = f"{path}?t={token(keys, purpose)}"
    page = front.get(address)
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert Letterbox.objects.count() == 0
    said = front.post(address)
    assert said.status_code == 303
    assert said.headers["location"].startswith(then)
    (read,) = opened(keys)
    assert payloads.kind_of(read) == kind
    assert SUBJECT in str(read)


@pytest.mark.parametrize(("path", "purpose", "_then", "_kind"), LINKED)
def test_no_other_token_opens_it(front: Loop, keys: Keys, path: str, purpose: str, _then: str, _kind: str) -> None:
    good = token(keys, purpose)
    bad = {
        "": 400,
        "x": 400,
        "%00": 400,
        "%ff": 400,
        "%0d%0aSet-Cookie:a": 400,
        "a" * 5_000: 400,
        good[:-8]: 400,
        good[:40] + ("A" if good[40] != "A" else "B") + good[41:]: 400,
        token(keys, "something-else"): 400,
        LinkSigner.generate().sign(purpose, SUBJECT, extra={"c": "save-my-friend"}): 400,
        token(keys, purpose, expires=int(time.time()) - 1): 410,
    }
    if "campaigns" in path:
        bad |= {token(keys, purpose, campaign="another"): 400, token(keys, purpose, campaign=None): 400}
    for each, status in bad.items():
        for said in (front.post(f"{path}?t={each}"), front.get(f"{path}?t={each}")):
            assert (said.status_code, said.text) == (status, "<h1>en link problem</h1>"), each
            assert "set-cookie" not in said.headers
    assert front.post(path).status_code == 400
    assert front.get(path).status_code == 200
    assert Letterbox.objects.count() == 0


def test_one_click_unsubscribing(front: Loop, keys: Keys) -> None:
    address = f"/en/unsubscribe/?t={token(keys, 'unsubscribe')}"
    said = front.post(address, data={"List-Unsubscribe": "One-Click"}, headers={"origin": "https://mail.example"})
    assert (said.status_code, said.content) == (200, b"")
    assert "location" not in said.headers
    assert "set-cookie" not in said.headers
    said = front.post(address, files={"List-Unsubscribe": (None, "One-Click")})  # RFC 8058, 3.2: multipart too
    assert (said.status_code, said.content) == (200, b"")
    assert [each.one_click for each in opened(keys) if isinstance(each, payloads.Unsubscribe)] == [True, True]
    assert front.post(address, files={"other": (None, "x")}).status_code == 415


def test_the_undo_button_has_the_token(front: Loop, keys: Keys) -> None:
    said = front.post(f"/en/unsubscribe/?t={token(keys, 'unsubscribe')}")
    undo = front.post(said.headers["location"])
    assert (undo.status_code, undo.headers["location"]) == (303, "/en/resubscribed/")
    assert sorted(payloads.kind_of(each) for each in opened(keys)) == ["resubscribe", "unsubscribe"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"origin": OURS}, 303),
        ({"origin": "null"}, 303),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 303),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": f"{OURS}.elsewhere.example"}, 403),
        ({"origin": "http://tocsin.example"}, 403),
        ({"origin": ""}, 403),
    ],
)
def test_other_sites_forms_are_refused(front: Loop, headers: dict[str, str], status: int) -> None:
    assert front.post(SIGN, data=SIGNED, headers=headers).status_code == status
    assert Letterbox.objects.count() == (status == 303)


def test_a_dark_campaign_takes_no_signature_but_lets_signers_go(front: Loop, keys: Keys) -> None:
    publishing.darken(release_id=RELEASE, status=410, bodies={"en": guarded("<p>The family asked.</p>")})
    front.until(CAMPAIGN, 410)
    for said in (
        front.post(SIGN, data=SIGNED),
        front.post(f"{CAMPAIGN}confirm/?t={token(keys, 'confirm-signature')}"),
    ):
        assert (said.status_code, said.text) == (410, "<p>The family asked.</p>")
    assert front.post(f"{CAMPAIGN}withdraw/?t={token(keys, 'withdraw-signature')}").status_code == 303
    assert [payloads.kind_of(each) for each in opened(keys)] == ["withdraw"]


def test_unknown_and_closed_campaigns(front: Loop) -> None:
    said = front.post("/en/campaigns/never-was/sign", data=SIGNED)
    assert (said.status_code, said.text) == (404, "<h1>en nothing here</h1>")
    assert front.post("/ko/campaigns/save-my-friend/sign", data=SIGNED).text == "<h1>ko nothing here</h1>"
    assert front.post("/fr/campaigns/save-my-friend/sign", data=SIGNED).status_code == 404
    put(f"{CAMPAIGN}signed/", "<p>Signing has ended.</p>", status=410)
    front.until(f"{CAMPAIGN}signed/", 410)
    said = front.post(SIGN, data=SIGNED)
    assert (said.status_code, said.text) == (410, "<p>Signing has ended.</p>")
    assert front.get(CAMPAIGN).status_code == 200
    assert Letterbox.objects.count() == 0


def test_posts_elsewhere(front: Loop) -> None:
    assert (front.post("/en/").status_code, front.post("/en/").headers["allow"]) == (405, "GET, HEAD")
    assert front.post("/en/nowhere/").status_code == 404
    said = front.get(SIGN)
    assert (said.status_code, said.headers["location"]) == (303, CAMPAIGN)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"name=" + b"a" * 16_384, 413),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(60)), 400),
        ("application/x-www-form-urlencoded", b"name=%ff%fe", 400),
        ("application/x-www-form-urlencoded", "name=김".encode("euc-kr"), 400),
        ("application/x-www-form-urlencoded; charset=euc-kr", b"name=a", 415),
        ("application/x-www-form-urlencoded; charset=UTF-8", b"name=%ed%a0%80", 400),
        ("application/x-www-form-urlencoded", b"\x00\x01\x02", 422),
        ("application/json", b"{", 400),
        ("application/json", b"[]", 400),
        ("application/json", b'{"name": {"a": 1}}', 400),
        ("application/json", b'{"name": "\xff"}', 400),
        ("application/json", b'{"name": "\\ud800"}', 400),
        ("application/json", b"[" * 10_000, 400),
        ("application/json", b"", 400),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("text/plain", b"name=a", 415),
        ("", b"name=a", 415),
    ],
)
def test_odd_bodies_are_refused(front: Loop, kind: str, body: bytes, status: int) -> None:
    said = front.post(SIGN, content=body, headers={"content-type": kind})
    assert said.status_code == status
    assert Letterbox.objects.count() == 0


def test_the_fronts_role_can_neither_read_nor_change_the_letterbox(front: Loop) -> None:
    front.post(SIGN, data=SIGNED)
    with connection.cursor() as cursor:
        for right in ("SELECT", "UPDATE", "DELETE"):
            cursor.execute("SELECT has_table_privilege('tocsin_front', 'front_letterbox', %s)", [right])
            assert cursor.fetchone() == (False,)


def test_a_body_that_never_ends_is_not_waited_for(front: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "SECONDS", 0.05)

    async def drip() -> AsyncIterator[bytes]:
        yield b"name="
        await asyncio.sleep(30)

    said = front.post(SIGN, content=drip(), headers={"content-type": "application/x-www-form-urlencoded"})
    assert (said.status_code, Letterbox.objects.count()) == (408, 0)
