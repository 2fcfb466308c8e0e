"""A spliced message says exactly what was put in, whatever it was."""

import html
import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.post.addresses import BadAddress
from tocsin.post.headers import BadHeader
from tocsin.post.mime import MissingValue, Template, make_template, marks

LINK = "https://www.example.org/en/unsubscribe/?t=" + "a" * 280
AWKWARD = [
    "친구를 구해 주세요 " * 30,
    "🕯️👩‍👧‍👦" * 40,
    "\u202bشهر\u202c",
    ".\n..\n.leading dots\n.",
    "x" * 5000,
    "trailing space \ntrailing tab\t\n ",
    "From here\r\nFrom there\rFrom",
    "=3D =\n= %%not a mark%% %%%",
    "",
    "\n",
    "a\x0b\x0c\x85\u2028\x00b",
]
texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.lists(st.sampled_from([*AWKWARD, " ", "\t", "=", "\n", ".", "é", "가" * 25])).map("".join),
)
one_line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120)


def template(**changes: object) -> Template:
    given = {
        "subject": "31 people",
        "sender": "news@example.org",
        "sender_name": "Tocsin",
        "html": "<p>Hello</p>",
        "text": "Hello",
    }
    return make_template(**(given | changes))  # type: ignore[arg-type]


def parse(raw: bytes) -> EmailMessage:
    assert max(map(len, raw.split(b"\r\n\r\n", 1)[1].split(b"\r\n"))) <= 76
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    return message_from_bytes(raw, policy=policy.default)  # type: ignore[return-value]


def content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_payload(decode=True).decode()  # type: ignore[union-attr]


def lines(text: str) -> str:
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


@given(before=texts, name=texts, after=texts)
def test_any_text_comes_back_exactly(before: str, name: str, after: str) -> None:
    before, after = (re.sub(r"%+", "%", t) for t in (before, after))
    made = template(html=f"{before}%%name%%{after}%%name%%", text=f"%%name%%{before}%%name%%{after}")
    message = parse(made.splice({"name": name}, to="a@example.net"))
    assert not message.defects
    assert content(message, "plain") == "".join(map(lines, (name, before, name, after)))
    escaped = lines(html.escape(name))
    assert content(message, "html") == "".join(map(lines, (before, escaped, after, escaped)))


@given(subject=one_line, name=one_line)
def test_headers_come_back_exactly(subject: str, name: str) -> None:
    made = template(subject="%%subject%%", sender_name=name)
    raw = made.splice({"subject": subject}, to="a@example.net", to_name=name)
    head = raw.split(b"\r\n\r\n", 1)[0]
    assert max(map(len, head.split(b"\r\n"))) <= 76
    assert head.isascii()
    message = message_from_bytes(raw, policy=policy.compat32)
    assert str(make_header(decode_header(message["Subject"]))) == subject
    parsed = parse(raw)
    assert [a.addr_spec for a in parsed["To"].addresses] == ["a@example.net"]
    assert [a.addr_spec for a in parsed["From"].addresses] == ["news@example.org"]


@pytest.mark.parametrize("name", ["김철수", 'Kim "Chul-soo" \\ (Kim)', "a, b; c <x@example.com>", "=?utf-8?q?x?=", "Ü"])
def test_a_display_name_is_a_name_and_nothing_else(name: str) -> None:
    message = parse(template().splice({}, to="a@example.net", to_name=name))
    (address,) = message["To"].addresses
    assert (address.display_name, address.addr_spec) == (name, "a@example.net")


@pytest.mark.parametrize("bad", ["x\r\nBcc: all@example.org", "x\ny", "x\ry", "x\x00y", "x\u2028y", "x\ud800y"])
def test_nothing_is_injected_into_a_header(bad: str) -> None:
    with pytest.raises(BadHeader):
        template(subject="%%name%%").splice({"name": bad}, to="a@example.net")
    with pytest.raises(BadHeader):
        template().splice({}, to="a@example.net", to_name=bad)
    with pytest.raises(BadHeader):
        template(sender_name=bad)
    with pytest.raises(BadHeader):
        template(subject=bad)
    with pytest.raises(BadHeader):
        template(list_id=bad)
    with pytest.raises(BadHeader):
        template().splice({}, to="a@example.net", unsubscribe=f"https://example.org/{bad}")


@pytest.mark.parametrize(
    "bad", ["a@example.net\r\nX: y", "a b@example.net", "<a@example.net>", "a@b@example.net", "a", "a@", "@x"]
)
def test_nothing_but_an_address_is_an_address(bad: str) -> None:
    with pytest.raises(BadAddress) as caught:
        template().splice({}, to=bad)
    assert "example.net" not in str(caught.value)


def test_the_bulk_headers() -> None:
    made = template(list_id="news.example.org", list_name="소식", reply_to="office@example.org")
    message = parse(made.splice({}, to="a@example.net", unsubscribe=LINK))
    assert message["List-Unsubscribe"] == f"<{LINK}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "소식 <news.example.org>"
    assert message["Precedence"] == "bulk"
    assert message["Reply-To"] == "office@example.org"
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Date"].datetime.tzinfo is not None
    assert "Auto-Submitted" not in message


def test_the_automatic_headers() -> None:
    message = parse(template(automatic=True).splice({}, to="a@example.net"))
    assert message["Auto-Submitted"] == "auto-generated"
    assert not {"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Precedence"} & set(message)


@pytest.mark.parametrize(
    "link", ["http://www.example.org/x", "mailto:x@example.org", "https://example.org/<x>", "/x", "https://e.org/é"]
)
def test_one_click_is_https_only(link: str) -> None:
    with pytest.raises(BadHeader):
        template().splice({}, to="a@example.net", unsubscribe=link)


def test_a_demo_may_unsubscribe_on_this_machine() -> None:
    assert b"<http://127.0.0.1:8000/x>" in template().splice(
        {}, to="a@example.net", unsubscribe="http://127.0.0.1:8000/x"
    )


def test_two_messages_differ_in_their_id() -> None:
    made = template()
    ids = {parse(made.splice({}, to="a@example.net"))["Message-ID"] for _ in range(50)}
    assert len(ids) == 50


def test_a_value_is_not_spliced_again_and_none_may_be_missing() -> None:
    made = template(text="%%a%% %%b%%")
    assert content(parse(made.splice({"a": "%%b%%", "b": "2"}, to="a@example.net")), "plain") == "%%b%% 2"
    with pytest.raises(MissingValue, match="'b'"):
        made.splice({"a": "1"}, to="a@example.net")
    assert marks("%%a%% 100%% %%b_2%%", "%%a%%") == {"a", "b_2"}


@pytest.mark.parametrize("end", ["", " ", "\t", " \n", "\t\n", "\n", "=", "가", "é \n", "  "])
def test_no_line_is_too_long_whatever_stands_at_its_end(end: str) -> None:
    for length in range(60, 160):
        text = "x" * length + end
        message = parse(template(text=f"{text}%%name%%").splice({"name": text}, to="a@example.net"))
        assert content(message, "plain") == lines(text + text)
