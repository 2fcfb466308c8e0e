"""The guard finds a sealed name wherever it stands, lets ordinary prose go, and without a key lets nothing go."""

from __future__ import annotations

import hashlib
import html
import uuid
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.names.folding import fold
from tocsin.disclosure.examination import examine_bytes
from tocsin.disclosure.guard_index import Sealed, build

CASE = uuid.UUID(int=7)
NAMES = ["김철수", "이나", "Kim Chul-soo", "Ann", "Nguyễn Văn Bảo", "Zoë O’Brien", "金哲洙", "Ким Чхоль Су", "Sölveig"]
INDEX = build(1, [Sealed(CASE, "name", name) for name in NAMES])
ZERO_WIDTH = ["\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u3164", "\ufe0f", "&#8203;", "&shy;", "&zwj;"]
PROSE = """
At least 31 people were held in China and returned by force in mid-March 2012. A woman of 70 had a daughter in Seoul.
We announce that 175,000 people signed; planned handovers follow annually. Annoyed? Write to us. Kim is a common name.
최소 31명이 붙잡혀 강제로 송환되었다. 이나라의 사람들, 아이나 어른이나 모두 서명했다. 이 나라는 멀다. 철수했다.
<p class="banner annotation">Manner, Hannah, Suzanne, Joanna</p> <a href="/en/campaigns/save-my-friend/">Read on</a>
"""


def places(body: str | bytes) -> set[str]:
    found = examine_bytes(INDEX, body if isinstance(body, bytes) else body.encode(), "ko")
    return {f"{finding.place}:{finding.line}" if finding.line else finding.place for finding in found}


def test_ordinary_prose_goes() -> None:
    assert places(PROSE) == set()
    assert places(f"<html><body>{PROSE}</body></html>") == set()


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from("bcdefghjklmpqrtvwxyz .,\n-<>&;/\"'=")))
def test_text_without_the_names_letters_goes(text: str) -> None:
    assert places(text) == set()


def disguise(draw: st.DrawFn, name: str) -> str:
    """The name with tags, entities and characters without width between or in place of its letters."""
    said = []
    for letter in name:
        ways = [letter, letter, f"&#{ord(letter)};", f"&#x{ord(letter):x};", letter.upper()]
        said.append(draw(st.sampled_from(ways)))
        between = ["", "", "", *ZERO_WIDTH, "<b>", "</b>", "<span class='x'>", "<!-- -->", "<wbr>"]
        said.append(draw(st.sampled_from(between)))
    return "".join(said)


@st.composite
def hidden(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(NAMES))
    before = draw(st.sampled_from(["", "<p>", "We know that ", "<td>", "그 ", "(", "31 people<br>", "&quot;", "“"]))
    after = draw(
        st.sampled_from(["", "</p>", " is among them", ".", "</td><td>70</td>", ",", "는" if name < "가" else ""])
    )
    return f"<html><body>{before}{disguise(draw, name)}{after}</body></html>"


@settings(max_examples=400, deadline=None)
@given(page=hidden())
def test_a_disguised_name_is_found(page: str) -> None:
    assert places(page)


@settings(max_examples=200, deadline=None)
@given(
    name=st.sampled_from(NAMES),
    frame=st.sampled_from(
        [
            '<img alt="{}">', "<img alt={!r}>", "<!-- {} -->", "<script>var a = '{}'</script>", "<title>{}</title>",
            '<meta name="description" content="about {}">', '<a href="mailto:a@b.example?subject={}">x</a>',
            "<style>p::after{{content:'{}'}}</style>", "<textarea>{}</textarea>", "<noscript>{}</noscript>",
            "<entry><content type='html'>&lt;p&gt;{}&lt;/p&gt;</content></entry>", "<![CDATA[{}]]>", "<!-- {}",
            "<p title='{}'", "<{}>", "<x data-{}=1>", "<?php {} ?>", "plain {} text",
        ]
    ),
    way=st.sampled_from(
        [str, str.upper, html.escape, quote, lambda name: quote(quote(name)), lambda name: html.escape(quote(name))]
    ),
)  # fmt: skip
def test_a_name_is_found_in_every_corner(name: str, frame: str, way: object) -> None:
    assert places(frame.format(way(name)))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("page", "where"),
    [
        ("<title>About Ann</title><p>Nothing here.</p>", {"title"}),
        ("<p>One</p><p>Two</p><p>Three: Ann.</p>", {"text:3"}),
        ("<h1>One</h1>\n\n<ul><li>Two</li><li>An<b>n</b></li></ul><p>Ann</p>", {"text:3", "text:4"}),
        ('<p>One <img alt="Ann"></p>', {"attribute"}),
        ("<p>One</p><!-- Ann -->", {"comment"}),
        ("<script>let a = 'Ann'</script>", {"code"}),
        ("<script>let a = '\\u0041nn'</script>", {"code"}),
        ("<x-Ann>", {"source"}),
        (b"\x89PNG\xff\xfe\x00Ann\x00", {"source"}),
        ("Ann".encode("utf-16"), {"source"}),
        ("Ann".encode("utf-16-le"), {"source"}),
        (b"<p>A\xffnn</p>", {"text:1"}),
    ],
)
def test_where_it_stands(page: str | bytes, where: set[str]) -> None:
    assert places(page) == where


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann", True), ("ANN", True), ("Ａｎｎ", True), ("Ann's", True), ("Änn", True), ("Ann은", True), ("Ann2", True),
        ("an n", False), ("Anna", False), ("announce", False), ("Joann", False), ("ann\u0303", True),
        ("김철수는", True), ("우리김철수가", True), ("김 철수", True), ("김\n철수", True), ("김철 수", False),
        ("이나는", True), ("이나", True), ("이나씨", True), ("이나무", False), ("아이나", False), ("이 나", False),
        ("kim chul soo", True), ("KimChulSoo", True), ("kim-chul-soo.html", True), ("Kim, Chul-Soo", True),
        ("Kim Chul-soon", False), ("Akim Chul-soo", False), ("nguyen van bao", True), ("Zoe O'Brien", True),
        ("據金哲洙說", True), ("ким чхоль су", True), ("\u1100\u1175\u11b7철수", True), ("solveig", True),
    ],
)  # fmt: skip
def test_boundaries(text: str, found: bool) -> None:
    assert bool(places(f"<p>{html.escape(text)}</p>")) is found
    assert bool(places(text)) is found


@settings(max_examples=200, deadline=None)
@given(text=st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def noise(seed: int) -> bytes:
    """60,000 bytes that look compressed, the same at each run."""
    return b"".join(hashlib.sha256(f"{seed}:{part}".encode()).digest() for part in range(1875))


NOISE = noise(0)


def test_the_noise_of_pictures_goes() -> None:
    """Short names occur by chance among compressed bytes; that is no name."""
    assert [seed for seed in range(20) if places(b"\x89PNG" + noise(seed))] == []


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(NAMES),
    encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "latin-1"]),
    at=st.integers(0, len(NOISE)),
)
def test_a_name_in_a_pictures_metadata_is_found(name: str, encoding: str, at: int) -> None:
    try:
        said = name.encode(encoding)
    except UnicodeEncodeError:
        said = name.encode()
    pad = b"\x00\x00"
    if encoding.startswith("utf-16"):
        pad += b"\x00\x00" if at % 2 else b""
    assert places(NOISE[:at] + pad + said + pad + NOISE[at:])


def test_each_hit_knows_its_case() -> None:
    other = uuid.UUID(int=8)
    index = build(2, [Sealed(CASE, "name", "Ann"), Sealed(other, "name", "Ann")])
    assert {finding.owner for finding in examine_bytes(index, b"Ann")} == {CASE, other}


def test_an_index_of_nobody_finds_nobody() -> None:
    assert examine_bytes(build(3, []), PROSE.encode()) == []
