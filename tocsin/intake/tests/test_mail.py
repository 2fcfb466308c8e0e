"""Mail becomes reports, whatever somebody wrote into it, and nothing of it stays on a disk in plain."""

from __future__ import annotations

import io
import mailbox
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.accounts.actors import system
from tocsin.core.actions import Actor, NotPermitted
from tocsin.core.models import AuditEntry
from tocsin.intake import queries
from tocsin.intake.mail import LONGEST, MOST_PARTS, UNREADABLE, WHOLE, read_message
from tocsin.intake.mail_actions import keep_mail
from tocsin.intake.models import Attachment, Report

LETTERBOX = system("letterbox")


def letter(text: str = "세 사람이 끌려갔습니다.", html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "류선옥 <sora@mail.example>"
    message["To"] = "reports@lanternbridge.example"
    message["Subject"] = "긴급: 도와 주세요"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def test_words_sender_and_files_are_read() -> None:
    message = letter(html="<p>the same</p>")
    message.add_attachment(b"\xff\xd8GPS\xff\xd9", maintype="image", subtype="jpeg", filename="사진.jpg")
    raw = message.as_bytes()
    words, files = read_message(raw)
    assert words.text == "긴급: 도와 주세요\n\n세 사람이 끌려갔습니다."
    assert (words.name, words.contact) == ("류선옥", "sora@mail.example")
    assert [(file.name, file.body) for file in files] == [(WHOLE, raw), ("사진.jpg", b"\xff\xd8GPS\xff\xd9")]


@pytest.mark.parametrize(
    "text", ["نُقلوا ليلًا عبر الحدود", "သူတို့ကို ပြန်ပို့လိုက်ပြီ", "их вернули ночью", "遣返了三个人", "𓂀 \u200d e\u0301"]
)
def test_every_script(text: str) -> None:
    assert text in read_message(letter(text).as_bytes())[0].text


def test_where_there_is_only_html_it_is_read_without_its_scripts() -> None:
    message = EmailMessage()
    message.set_content("<style>p{}</style><p>They took <b>her</b>.</p><script>alert(1)</script>", subtype="html")
    assert read_message(message.as_bytes())[0].text == "They took her."


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x\n--x",
        b"Content-Type: text/plain; charset=no-such-thing\n\nwords",
        b"Content-Type: text/plain; charset=\xff\n\nwords",
        b"Content-Transfer-Encoding: base64\n\n####",
        b"Subject: =?utf-8?b?////?= =?x?q?=FF?=\n\nwords",
        b"From: " + b"<" * 5000 + b"\n\nwords",
        b"Content-Disposition: attachment; filename*=no''%FF%FE; filename*0=a; filename*1*=b\n\nwords",
        b"Content-Type: message/rfc822\n\n" * 3000 + b"words",
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(2000)),
        b"Content-Type: text/html\n\n<![CDATA[<!DOCTYPE [<a b='",
    ],
)
def test_hostile_messages_are_kept_whole(raw: bytes) -> None:
    words, files = read_message(raw)
    assert files[0].name == WHOLE
    assert files[0].body == raw
    assert words.text


def test_a_message_of_very_many_parts_is_bounded() -> None:
    part = b"--x\nContent-Type: image/png\nContent-Disposition: attachment; filename=a.png\n\nAAAA\n"
    raw = b"Content-Type: multipart/mixed; boundary=x\n\n" + part * 5000 + b"--x--"
    assert len(read_message(raw)[1]) <= MOST_PARTS + 1


NAMES = st.sampled_from(
    ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "From", "Subject", "MIME-Version"]
)
ODD = """multipart/mixed; boundary=b|text/plain; charset=utf-7|base64|quoted-printable|x-uuencode|message/rfc822
|attachment; filename="a\nb"|attachment; filename=\udcff|=?iso-2022-jp?b?GyRC?=|text/html; charset=idna"""
VALUES = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.sampled_from(ODD.split("|")))
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=6)
PIECES = st.sampled_from([b"--b\n", b"--b--\n", b"\n\n", b"\xff\n"])
BODIES = st.lists(st.one_of(st.binary(max_size=80), PIECES), max_size=8)


@settings(max_examples=400, deadline=None)
@given(HEADERS, BODIES)
def test_no_message_is_a_fault(headers: list[tuple[str, str]], body: list[bytes]) -> None:
    head = "".join(f"{name}: {value}\n" for name, value in headers).encode("utf-8", "surrogateescape")
    raw = head + b"\n" + b"".join(body)
    words, files = read_message(raw)
    assert words.text
    assert files[0].body == raw
    for said in (words.text, words.name, words.contact, *(file.name for file in files)):
        said.encode()  # no half characters, which no column and no screen takes


@pytest.mark.django_db
def test_a_message_is_a_sealed_report_and_once(mina: Actor) -> None:
    raw = letter().as_bytes()
    assert keep_mail(actor=LETTERBOX, raw=raw)
    assert not keep_mail(actor=LETTERBOX, raw=raw)
    report = Report.objects.get()
    opened = queries.opened(mina, report)
    assert (report.source, report.triage, report.entered_by) == ("email", "new", None)
    assert opened.name == "류선옥"
    assert "끌려갔습니다" in opened.text
    for sealed in (report.sealed_text, report.sealed_name, *Attachment.objects.values_list("sealed_body", flat=True)):
        assert b"sora@" not in bytes(sealed)
    said = " ".join(f"{entry.subject} {entry.detail}" for entry in AuditEntry.objects.all())
    assert "sora" not in said


@pytest.mark.django_db
def test_only_the_system_takes_mail_in(mina: Actor) -> None:
    with pytest.raises(NotPermitted):
        keep_mail(actor=mina, raw=b"x")


def pipe(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("take_in_mail")


@pytest.mark.django_db
def test_from_the_pipe_of_a_mail_server(monkeypatch: pytest.MonkeyPatch, mina: Actor) -> None:
    pipe(monkeypatch, letter().as_bytes())
    assert "끌려갔습니다" in queries.opened(mina, Report.objects.get()).text


@pytest.mark.django_db
@pytest.mark.parametrize(("raw", "code"), [(b" \n", 65), (b"x" * (LONGEST + 1), 65)])
def test_what_is_no_message_is_bounced(monkeypatch: pytest.MonkeyPatch, raw: bytes, code: int) -> None:
    with pytest.raises(CommandError) as error:
        pipe(monkeypatch, raw)
    assert error.value.returncode == code


@pytest.mark.django_db
def test_while_the_database_is_away_the_server_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_said: object) -> None:
        raise OperationalError("words of the database")

    monkeypatch.setattr("tocsin.intake.management.commands.take_in_mail.keep_mail", away)
    with pytest.raises(CommandError) as error:
        pipe(monkeypatch, letter().as_bytes())
    assert error.value.returncode == 75
    assert "words of" not in str(error.value)


@pytest.mark.django_db
def test_a_maildir_is_emptied(tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    for number in range(3):
        box.add(letter(f"message {number}").as_bytes())
    call_command("take_in_mail", str(tmp_path / "box"))
    assert Report.objects.count() == 3
    assert [path for path in (tmp_path / "box").rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_an_mbox_is_emptied_and_what_was_kept_comes_once(tmp_path: Path) -> None:
    path = tmp_path / "box"
    box = mailbox.mbox(path)
    for number in range(2):
        box.add(letter(f"message {number}").as_bytes())
    box.flush()
    before = path.read_bytes()
    call_command("take_in_mail", str(path))
    assert path.read_bytes() == b""
    path.write_bytes(before)  # the machine died before it was emptied
    call_command("take_in_mail", str(path))
    assert Report.objects.count() == 2


def test_a_path_that_is_none() -> None:
    with pytest.raises(CommandError):
        call_command("take_in_mail", "/nowhere/at/all")


def test_unreadable_says_so() -> None:
    assert read_message(b"Content-Type: image/png\n\nx")[0].text == UNREADABLE
