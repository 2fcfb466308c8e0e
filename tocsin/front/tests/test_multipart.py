"""Forms with files: read in whatever pieces they come, bounded, and refused where they are not whole."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.front.server.forms import Rejected
from tocsin.front.server.multipart import FIELD, Parser, Part, boundary_of

EDGE = b"----edge7"


def form(*parts: tuple[str, bytes], end: bytes = b"--") -> bytes:
    said = b"".join(
        b"--" + EDGE + b"\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + body + b"\r\n"
        for head, body in parts
    )
    return said + b"--" + EDGE + end + b"\r\n"


def parse(body: bytes, *, step: int = 7, room: int = 1000) -> list[Part]:
    parser = Parser(EDGE, most_files=room)
    for start in range(0, len(body), step):
        parser.feed(body[start : start + step])
    return parser.end()


def told(parts: list[Part]) -> list[tuple[str, str | None, bytes, bool]]:
    return [(part.name, part.file_name, bytes(part.content), part.cut) for part in parts]


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(1, 200))
def test_a_file_comes_as_it_was_sent_in_whatever_pieces(body: bytes, step: int) -> None:
    whole = form(('name="text"', "말".encode()), ('name="files"; filename="사진.jpg"', body))
    assert told(parse(whole, step=step)) == [
        ("text", None, "말".encode(), False),
        ("files", "사진.jpg", body, False),
    ]


@settings(deadline=None)
@given(st.binary(max_size=400), st.integers(1, 50))
def test_no_bytes_raise_anything_but_a_refusal(body: bytes, step: int) -> None:
    for sent in (body, b"--" + EDGE + b"\r\n" + body, form(('name="a"', body))[: len(body)]):
        with contextlib.suppress(Rejected):
            parse(sent, step=step)


@pytest.mark.parametrize("cut", [1, 4, 10, 30, 60])
def test_what_is_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(Rejected):
        parse(form(('name="text"', b"words"))[:-cut] if cut > 3 else form(('name="text"', b"words"), end=b""))


def test_files_that_are_too_large_are_let_go_and_the_rest_is_kept() -> None:
    parts = parse(
        form(
            ('name="a"; filename="a"', b"x" * 600),
            ('name="b"; filename="b"', b"y" * 600),
            ('name="c"; filename="c"', b"z" * 400),
            ('name="text"', b"words"),
        ),
        room=1000,
    )
    assert [(part.name, len(part.content), part.cut) for part in parts] == [
        ("a", 600, False), ("b", 0, True), ("c", 400, False), ("text", 5, False)
    ]  # fmt: skip


def test_what_is_held_never_exceeds_the_room() -> None:
    parser = Parser(EDGE, most_files=10_000)
    parser.feed(form(('name="f"; filename="f"', b""))[: -len(EDGE) - 8])
    for _ in range(100):
        parser.feed(b"x" * 5_000)
        assert parser.held < 10_000 + 6_000


def test_a_field_has_its_bounds_too() -> None:
    parts = parse(form(('name="text"', b"x" * (FIELD + 1))), step=4096)
    assert parts[0].cut
    assert len(parts[0].content) <= FIELD


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ('filename="a%22b.jpg"', 'a"b.jpg'),
        ('filename="a%0D%0ASet-Cookie: x.jpg"', "a\r\nSet-Cookie: x.jpg"),
        ('filename="..\\..\\etc"', "..\\..\\etc"),
        ('filename="; name=other"', "; name=other"),
        ('filename=""', ""),
    ],
)
def test_file_names_are_read_as_browsers_write_them(sent: str, read: str) -> None:
    assert told(parse(form((f'name="files"; {sent}', b"x"))))[0][:2] == ("files", read)


def test_many_fields_are_refused() -> None:
    with pytest.raises(Rejected):
        parse(form(*[('name="a"', b"")] * 41))


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", 'x; boundary=""'])
def test_without_a_boundary_there_is_no_form(kind: str) -> None:
    with pytest.raises(Rejected):
        boundary_of(kind)


def test_boundaries_are_read_with_and_without_quotes() -> None:
    assert boundary_of('multipart/form-data; boundary="a b"') == b"a b"
    assert boundary_of("multipart/form-data; boundary=ab; charset=utf-8") == b"ab"
