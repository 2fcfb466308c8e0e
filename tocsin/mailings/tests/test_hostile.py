"""What people type must stay what it is: no name, address or subject becomes a header, a link or a part of its own."""

from __future__ import annotations

from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tocsin.disclosure.tests.world import World
from tocsin.mailings import actions
from tocsin.mailings.claims import Claimed
from tocsin.mailings.models import Letter
from tocsin.mailings.splicing import Addressed, Splicer, Unaddressable, open_envelope
from tocsin.mailings.words import LetterWords
from tocsin.post.headers import BadHeader
from tocsin.post.mime import make_template
from tocsin.supporters import vault

from .people import CAMPAIGNER, WORDS

HOSTILE = [
    "x\r\nBcc: all@example.org", "x\nSubject: other", "x\rX: y", "x\x00y", "x\u2028Bcc: a@example.org", "x\x85y",
    "=?utf-8?q?=0d=0aBcc:_a@example.org?=", "\r\n\r\n<html>", "\r\n.\r\nMAIL FROM:<x@example.org>\r\n", ".", "\n.\n",
    "--=_0123456789abcdef01234567", "%%unsubscribe%%", "</p><script>alert(1)</script>", "\u202etxt.exe", "a" * 5000,
    "<img src=https://example.org/x>", "https://example.org/phish", "&lt;b&gt;", "=0D=0A", "\ufeff", "\u200b",
]  # fmt: skip
FIELDS = {
    "date", "message-id", "to", "subject", "from", "reply-to", "list-id", "precedence", "mime-version", "content-type",
    "list-unsubscribe", "list-unsubscribe-post",
}  # fmt: skip


def splicer(subject: str = "News") -> Splicer:
    """Of a newsletter with that subject, made as a writer would."""
    words = {"en": LetterWords(subject, "", WORDS["en"].body)}
    letter = actions.draft_letter(actor=CAMPAIGNER, kind=Letter.Kind.NEWSLETTER, texts=words)
    actions.prepare_letter(actor=CAMPAIGNER, letter=letter)
    return Splicer(letter.pk)


def addressed(name: str, address: str = "mina@example.org") -> Addressed:
    claimed = Claimed(uuid4(), uuid4(), "en", None, 0, None, None)
    return Addressed(claimed, address, name, "other", "other")


def check(raw: bytes) -> None:
    """One message to one person, with the fields that we write and no other, and two parts of text."""
    assert raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r")
    assert b"\r\n.\r\n" not in raw
    assert not any(line.startswith(b".") for line in raw.split(b"\r\n"))
    assert max(map(len, raw.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76
    mail = message_from_bytes(raw, policy=policy.default)
    assert sorted(name.lower() for name, _value in mail.items()) == sorted(FIELDS)  # each once
    assert [one.addr_spec for one in mail["To"].addresses] == ["mina@example.org"]
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert not mail.defects


@pytest.mark.django_db
def test_a_name_is_words_in_the_body_and_nothing_else(world: World) -> None:
    plain, in_subject = splicer(), splicer("%%greeting%%")

    @hypothesis_settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
    @given(st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=80)))
    def whatever(name: str) -> None:
        for one in (plain, in_subject):
            made = one.compose(addressed(name))
            check(made.head + b"".join(made.body))
            assert b"<script" not in b"".join(made.body)

    whatever()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "mina@example.org\r\nRCPT TO:<all@example.org>", "mina@example.org>\r\nDATA", "mina@example.org,a@b.example",
        "<mina@example.org>", "mina@example.org\x00", "mi na@example.org", "mina", "", "mina@exa\u2028mple.org",
        '"mina\r\n"@example.org',
    ],
)  # fmt: skip
def test_what_is_no_address_is_never_written_to(world: World, address: str) -> None:
    with pytest.raises(Unaddressable) as caught:
        splicer().compose(addressed("Mina", address))
    assert "mina" not in str(caught.value)
    sealed = Claimed(uuid4(), uuid4(), "en", None, 0, vault.seal_address(address), None)
    if address.strip().rstrip("\0") == address:  # what is typed is stripped before it is sealed, and then padded
        with pytest.raises(Unaddressable):
            open_envelope(sealed)


@pytest.mark.parametrize("subject", ["x\r\nBcc: all@example.org", "x\ny", "x\x00y", "x\u2028y", "x\ud800"])
def test_no_template_has_a_subject_with_a_line_end(subject: str) -> None:
    with pytest.raises((BadHeader, UnicodeEncodeError)):
        make_template(subject=subject, sender="letters@example.org", sender_name="Us", html="", text="")
