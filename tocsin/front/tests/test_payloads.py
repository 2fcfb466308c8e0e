"""Reading forms: every script is welcome, nothing unseen, and no exception repeats what was typed."""

from __future__ import annotations

import msgspec
import pytest
from email_validator import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.front import fields, payloads, reading
from tocsin.front.countries import COUNTRIES
from tocsin.front.fields import Problem
from tocsin.front.problems import PROBLEMS, Invalid

SIGNED = {"name": "Ada Byron", "email": "ada@Example.ORG", "country": "gb", "updates": "no", "consent": "yes"}


def sign(**changes: str) -> payloads.Sign:
    return reading.read_sign(SIGNED | changes, campaign="a", language="en", page="00", at=1_332_201_600)


@pytest.mark.parametrize(
    "name",
    [
        "김하늘", "Nguyễn Thị Ánh", "O’Neil-Smith Jr.", "محمد بن سلمى", "דוד כהן", "राज s/o कुमार", "می\u200cخواهم",
        "李小龍",        "Ҡазбек", "ཚེ་རིང", "Ọláńrewájú", "X Æ A", "𠮷野家", "Mc'Donald", "D", "\u200fמשה",
    ],
)  # fmt: skip
def test_names_of_the_world_are_names(name: str) -> None:
    assert sign(name=name).name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("", "name.required"),
        (" \u3000\t", "name.required"),
        ("x" * 121, "name.too_long"),
        ("x" * 9_000, "name.too_long"),
        ("a\nBcc: b@example.org", "name.characters"),
        ("a\x00b", "name.characters"),
        ("\u202egro.elpmaxe", "name.characters"),
        ("a\u2066b", "name.characters"),
        ("a\u2028b", "name.characters"),
        ("\ufeffa", "name.characters"),
        ("\U000e0041a", "name.characters"),
        ("\ue000", "name.characters"),
        ("\ud800a", "name.characters"),
        ("1234 !?", "name.characters"),
        ("🙂", "name.characters"),
        ("see http://a.example", "name.link"),
        ("see ＨＴＴＰ：//a.example", "name.link"),
        ("www.a.example", "name.link"),
        ("a@example.org", "name.link"),
    ],
)
def test_what_is_no_name(name: str, key: str) -> None:
    with pytest.raises(Invalid) as caught:
        sign(name=name)
    assert caught.value.problems == {"name": key}


_WORD = st.text("abzAZ019.+-_", min_size=1, max_size=70)
_DOMAIN = st.lists(st.text("abz019-", min_size=1, max_size=66), min_size=1, max_size=4).map(".".join)
_TOP = st.sampled_from(
    ["org", "example", "test", "local", "onion", "arpa", "c", "o9", "xn--p1ai", "museum", "-a", "a" * 64]
)


@settings(max_examples=400, deadline=None)
@given(local=_WORD, domain=_DOMAIN, top=_TOP)
def test_the_short_way_to_an_address_says_what_the_library_says(local: str, domain: str, top: str) -> None:
    address = f"{local}@{domain}.{top}"
    if len(address) <= fields.EMAIL_LENGTH and fields._is_plain(address):
        assert validate_email(address, check_deliverability=False).normalized == address


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("ada.b+c@example.org", True),
        ("ada@localhost.test", False),
        ("ada@xn--bcher-kva.example", False),
        (f"{'a' * 64}@example.org", True),
        (f"{'a' * 65}@example.org", False),
        (f"ada@{'b' * 63}.org", True),
        (f"ada@{'b' * 64}.org", False),
        ("a..b@example.org", False),
        ("김@example.org", False),
    ],
)
def test_which_addresses_go_the_short_way(address: str, plain: bool) -> None:
    assert fields._is_plain(address) is plain


def test_names_and_addresses_are_made_even() -> None:
    read = sign(name="  Zo\u0065\u0308   Ada ", email=" a.b+c@EXAMPLE.org ")
    assert (read.name, read.email, read.country) == ("Zoë Ada", "a.b+c@example.org", "GB")


@pytest.mark.parametrize(
    "email",
    ["a", "a@", "@example.org", "a@b", "a b@example.org", "a@example.org\n", "a\r\nBcc:x@example.org", "a@[127.0.0.1]",
     '"a"@example.org', "a@localhost", "x" * 250 + "@example.org", "a@example.org,b@example.org", "A <a@example.org>",
     "a@ex\x00ample.org", "\ud800@example.org"],
)  # fmt: skip
def test_what_is_no_address(email: str) -> None:
    if email == "a@example.org\n":
        assert sign(email=email).email == "a@example.org"
        return
    with pytest.raises(Invalid) as caught:
        sign(email=email)
    assert caught.value.problems == {"email": "email.invalid"}
    assert caught.value.__cause__ is None


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        reading.read_sign({}, campaign="a", language="en", page="", at=0)
    assert set(caught.value.problems) == {"name", "email", "country", "updates", "consent"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("updates", ""), ("updates", "maybe"), ("updates", "on"), ("consent", "no"), ("consent", "on"), ("country", "ZZ"),
     ("country", "KOR"), ("newsletter", "perhaps")],
)  # fmt: skip
def test_choices_are_explicit(field: str, value: str) -> None:
    with pytest.raises(Invalid) as caught:
        sign(**{field: value})
    assert set(caught.value.problems) == {field}


def test_countries() -> None:
    assert len(COUNTRIES) == 250
    assert {"KR", "KP", "CN", "XK"} <= COUNTRIES


def test_comments_keep_their_lines() -> None:
    form = {"name": "A", "text": " one\r\ntwo\ttabs\r"}
    assert reading.read_comment(form, post="first", language="en", at=1).text == "one\ntwo\ttabs"
    for text, key in (("", "required"), ("x" * 3_001, "too_long"), ("a\x07", "characters"), ("\u202ea", "characters")):
        with pytest.raises(Invalid) as caught:
            reading.read_comment(form | {"text": text}, post="first", language="en", at=1)
        assert caught.value.problems == {"text": f"text.{key}"}


def test_length_tells_nothing() -> None:
    short = payloads.encode(sign(name="D", email="a@example.org"))
    long = payloads.encode(sign(name="Wolfeschlegelsteinhausenbergerdorff", email="wolfeschlegelstein@example.org"))
    assert len(short) == len(long) == payloads.PADDING


def test_every_kind_comes_back_as_it_was() -> None:
    token = {"language": "ko", "at": 7}
    for payload in (
        sign(),
        payloads.Confirm(campaign="a", signature="s", **token),
        payloads.Withdraw(campaign="a", signature="s", **token),
        payloads.Subscribe(email="a@example.org", form="00", **token),
        payloads.ConfirmSubscription(subscription="s", **token),
        payloads.Unsubscribe(contact="s", one_click=True, **token),
        payloads.Resubscribe(contact="s", **token),
        payloads.Comment(post="first", name="A", text="t", **token),
    ):
        assert payloads.decode(payloads.encode(payload)) == payload
        assert payloads.kind_of(payload) in payloads.KINDS


@given(st.binary(max_size=300))
def test_rubbish_is_refused_clearly(plain: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        payloads.decode(plain)


anything = st.text(st.characters(codec=None), max_size=200)


@given(st.dictionaries(st.sampled_from([*SIGNED, "newsletter", "other"]), anything))
def test_any_form_is_read_or_has_known_problems(form: dict[str, str]) -> None:
    problems: dict[str, str] = {}
    try:
        read = reading.read_sign(form, campaign="a", language="en", page="", at=0)
    except Invalid as invalid:
        problems = invalid.problems
    else:
        assert payloads.decode(payloads.encode(read)) == read
    assert set(problems.values()) <= set(PROBLEMS)


@given(anything)
def test_a_name_that_is_read_is_read_the_same_again(value: str) -> None:
    try:
        name = fields.read_name(value)
    except Problem:
        return
    assert fields.read_name(name) == name
    assert len(name) <= fields.NAME_LENGTH
    assert not set(name) & set("\r\n\x00\u202e")
