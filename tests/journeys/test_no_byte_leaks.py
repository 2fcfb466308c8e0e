"""For any case, release and text, no public byte contains an unapproved value in any of its spellings.

A member of staff who knows nothing better, or means ill, puts a sealed value somewhere: into a page's fields, a slug, a
picture's description, EXIF or file name, a post, a letter, a document's metadata, a comment, a line of a release. Then
either the product refuses, or what leaves does not hold the value. The oracle below writes values in the ways in which
people write them, and looks for them in what left, without asking the guard or any code of it.
"""

from __future__ import annotations

import copy
import html
import io
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from django.core.files.images import ImageFile
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pytest_django.plugin import DjangoDbBlocker
from wagtail.images.models import Image as WagtailImage

from tocsin.campaigns.actions import create_campaign, publish_campaign
from tocsin.campaigns.models import CampaignText
from tocsin.campaigns.words import CampaignWords
from tocsin.cases.actions import add_name, add_person, record_event
from tocsin.cases.places import Place
from tocsin.core.actions import Refused
from tocsin.core.dates import UncertainDate
from tocsin.disclosure import guard, guard_index
from tocsin.disclosure.actions import propose_release
from tocsin.disclosure.models import Audience, Item, Statement
from tocsin.disclosure.pictures import drawn
from tocsin.disclosure.words import Line
from tocsin.front.models import Published
from tocsin.mailings.actions import draft_letter, prepare_letter
from tocsin.mailings.models import RenderedLetter
from tocsin.mailings.words import LetterWords
from tocsin.pages.actions import publish_campaign_pages, publish_page, publish_post
from tocsin.pages.models import CampaignPage
from tocsin.pages.tests.site import ADDRESSEES, WORDS, Site

# --- values, and how people write them (nothing of this asks the guard)

SURNAMES = ["남궁", "황보", "구", "맹", "피", "탁", "표", "옥"]
LATIN_SURNAMES = {"남궁": ("Namgung", "Namkung"), "황보": ("Hwangbo",), "구": ("Ku", "Gu", "Koo"), "맹": ("Maeng",),
                  "피": ("Pi", "Phi"), "탁": ("Tak",), "표": ("Pyo", "Phyo"), "옥": ("Ok", "Ock")}  # fmt: skip
GIVEN = {"슬찬": ("Seul-chan", "Sul-chan"), "푸른솔": ("Pureun-sol",), "여름빛": ("Yeoreum-bit",),
         "겨운": ("Gyeo-un", "Kyo-un"), "도래": ("Do-rae", "To-rae"), "꽃샘": ("Kkot-saem", "Kkotsaem")}  # fmt: skip
TOWNS = [("Qorvanik", "코르바니크"), ("Tessilbury", "테실버리"), ("Oumdrakha", "움드라하")]


@dataclass(frozen=True)
class Secret:
    """What is sealed, as the file has it, and every way in which somebody may write it."""

    kind: str
    sealed: tuple[str, ...]
    written: tuple[str, ...]


def korean_name(surname: str, given: str) -> Secret:
    whole = surname + given
    written = [whole, f"{surname} {given}", f"{given}({surname})", f"{whole} 씨", f"{whole}는"]
    for family in LATIN_SURNAMES[surname]:
        for own in GIVEN[given]:
            joined = own.replace("-", "").capitalize()
            written += [
                f"{family} {own}", f"{own} {family}", f"{family} {joined}", f"{joined} {family}",
                f"{family.upper()} {own}", f"{family}, {own}", f"{family} {own.replace('-', ' ')}",
                f"{family.lower()}-{own.lower()}",
            ]  # fmt: skip
    return Secret("name", (whole, f"{LATIN_SURNAMES[surname][0]} {GIVEN[given][0]}"), tuple(written))


def town(latin: str, hangul: str) -> Secret:
    return Secret("place", (latin, hangul), (latin, latin.upper(), latin.lower(), hangul, f"{hangul}에서"))


names = st.builds(korean_name, st.sampled_from(SURNAMES), st.sampled_from(sorted(GIVEN)))
towns = st.sampled_from(TOWNS).map(lambda two: town(*two))
secrets = st.one_of(names, names, towns)
COATS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "with nothing between": lambda text: "\u200b".join(text),
    "soft hyphens": lambda text: "\u00ad".join(text),
    "as entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "on two lines": lambda text: text.replace(" ", "\n", 1),
    "no-break space": lambda text: text.replace(" ", "\u00a0"),
}
coats = st.sampled_from(sorted(COATS))
AROUND = st.sampled_from(
    ["%s", "We ask for %s.", "Among them is %s, we hear.", "그중에 %s 있습니다.", "(%s)", "#%s", "“%s”"]
)


# --- the oracle: what a reader sees in bytes


def read_plainly(text: str) -> str:
    """As the eye reads: no marks, no width, no tags' gaps, letters alone."""
    for _again in range(3):
        text = unquote(html.unescape(text))
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text))
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return re.sub(r"[^\w]|_", "", unicodedata.normalize("NFC", text)).casefold()


def in_bytes(body: bytes) -> Iterator[str]:
    """Every text that bytes may be: with and without tags, compressed streams of documents, strings of pictures."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
        text = body.decode(encoding, errors="ignore")
        yield read_plainly(text)
        yield read_plainly(re.sub(r"<[^>]*>", "", text))
        yield read_plainly(" ".join(re.findall(r'(?:alt|title|content|href|value)="([^"]*)"', text)))
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
        try:
            yield read_plainly(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:
            continue


def holds(body: bytes, secret: Secret) -> list[str]:
    texts = list(in_bytes(body))
    sought = {way: read_plainly(way) for way in secret.written}
    return [way for way, plain in sought.items() if any(plain in text for text in texts)]


# --- a founded site to plant in


class Planted(Site):
    """With a case whose values are drawn, and one who tries to let them out."""

    def seal(self, secret: Secret) -> None:
        if secret.kind == "place":
            record_event(
                actor=self.mina, case=self.case, kind="arrest", happened=UncertainDate.parse("2012-03"),
                place=Place(" / ".join(secret.sealed), "", "", "China"), account="As told.",
            )  # fmt: skip
            return
        scripts = ("Hang", "Latn")
        relative = add_person(
            actor=self.mina, case=self.case, part="relative", naming="withheld", description="a relative outside",
            names=[(scripts[0], secret.sealed[0])],
        )  # fmt: skip
        add_name(actor=self.mina, person=relative, script=scripts[1], name=secret.sealed[1])


@pytest.fixture(scope="module")
def founded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    with django_db_blocker.unblock():
        with transaction.atomic():
            guard_index.forget()
            site = Planted()
            _ = site.pages
            yield site
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def db(founded: Planted, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In the room of pytest-django's own, which would close the connection after each test."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def site(db: None, founded: Planted) -> Planted:
    return founded


@dataclass
class Left:
    """Everything that could leave: what the window shows, with its addresses and headers; letters; statements."""

    def everything(self) -> Iterator[tuple[str, bytes]]:
        for row in Published.objects.exclude(status=404):
            told = f"{row.path} {row.headers} {row.messages}".encode()
            yield f"window {row.path}", bytes(row.body) + b"\n" + told
        for one in RenderedLetter.objects.all():
            yield f"letter {one.language}", "\n".join([one.subject, one.html, one.text]).encode()
        for language, text in Statement.objects.values_list("language", "text"):
            yield f"statement {language}", text.encode()


def photograph(exif: str, description: str) -> bytes:
    picture = Image.new("RGB", (40, 30), "gray")
    told = picture.getexif()
    told[0x010E], told[0x9286], told[0x013B] = description, exif, exif  # description, user comment, artist
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=told)
    return target.getvalue()


def document(text: str) -> bytes:
    """A small PDF that says the text in its metadata alone."""
    told = b"\xfe\xff" + text.encode("utf-16-be")
    for mark in (b"\\", b"(", b")"):
        told = told.replace(mark, b"\\" + mark)
    parts = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n",
        b"4 0 obj\n<< /Title (" + told + b") /Author (An editor) >>\nendobj\n",
    ]
    body, starts = b"%PDF-1.7\n", []
    for part in parts:
        starts.append(len(body))
        body += part
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    trailer = b"trailer\n<< /Size 5 /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer


def plant(site: Planted, where: str, text: str) -> list[bytes]:
    """Try to let the text out there; what left by itself (documents are read and not kept). Raises Refused."""
    return PLACES[where](site, text) or []


def fresh(site: Planted, language: str) -> CampaignPage:
    """The campaign's page as the database has it: earlier tries were undone there."""
    return CampaignPage.objects.get(pk=site.pages[language].pk)


def in_intro(site: Planted, text: str) -> None:
    page = fresh(site, "en")
    page.intro = text
    page.save_revision()
    publish_page(actor=site.teo, page=page)


def in_title(site: Planted, text: str) -> None:
    CampaignText.objects.filter(campaign=site.campaign, language="ko").update(title=text[:200])
    publish_page(actor=site.teo, page=fresh(site, "ko"))


def in_demand(site: Planted, text: str) -> None:
    words = CampaignWords("Another", "Summary.", f"Do not return them.\n{text}", "I agree.")
    campaign = create_campaign(
        actor=site.teo, slug="another", goal=100, release=site.first, texts={"en": words, "ko": WORDS["ko"]},
        addressees=ADDRESSEES,
    )  # fmt: skip
    publish_campaign_pages(actor=site.teo, campaign=publish_campaign(actor=site.teo, campaign=campaign))


def in_slug(site: Planted, text: str) -> None:
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if len(slug) < 4:
        return  # nothing of it is left that an address could hold
    post = publish_post(actor=site.teo, texts={"en": ("A word", "In short", "Quietly.")})["en"]
    post.slug = slug
    post.save_revision()
    publish_page(actor=site.teo, page=post)


def in_post(site: Planted, text: str) -> None:
    publish_post(actor=site.teo, texts={"en": ("A word", "In short", f"Quietly.\n\n{text}")}, campaign=site.campaign)


def in_post_title(site: Planted, text: str) -> None:
    publish_post(actor=site.teo, texts={"en": (text[:200], "In short", "Quietly.")}, campaign=site.campaign)


def in_alt(site: Planted, text: str) -> None:
    _picture(site, photograph("", ""), alt=text)


def in_exif(site: Planted, text: str) -> None:
    _picture(site, photograph(text, text), alt="Stones by a river")


def in_file_name(site: Planted, text: str) -> None:
    _picture(site, photograph("", ""), alt="Stones by a river", name=re.sub(r"[/\\\0\n]", " ", text)[:60])


def _picture(site: Planted, body: bytes, alt: str, name: str = "stones") -> None:
    image = WagtailImage.objects.create(title=name, file=ImageFile(io.BytesIO(body), f"{name}.jpg"))
    post = publish_post(actor=site.teo, texts={"en": ("Stones", "In short", "Quietly.")})["en"]
    post.body = [("picture", {"image": image, "alt": alt, "caption": ""})]
    post.save_revision()
    publish_page(actor=site.teo, page=post)


def in_letter(site: Planted, text: str) -> None:
    _letter(site, LetterWords("News", "", f"Quietly.\n\n{text.replace('%', '')}"))


def in_subject(site: Planted, text: str) -> None:
    _letter(site, LetterWords(" ".join(text.split())[:150], "", "Quietly."))


def in_preheader(site: Planted, text: str) -> None:
    _letter(site, LetterWords("News", " ".join(text.split())[:150], "Quietly."))


def _letter(site: Planted, words: LetterWords) -> None:
    letter = draft_letter(actor=site.teo, kind="newsletter", texts={"en": words}, campaign=None, release=None)
    prepare_letter(actor=site.teo, letter=letter)


def in_line(site: Planted, text: str) -> None:
    line = Line({"en": f"At least 31 people. {text}", "ko": "최소 31명이 붙잡혀 있었다."}, [(None, Item.COUNT)])
    propose_release(
        actor=site.mina, case=site.case, audience=Audience.PUBLIC, lines=[line], tried_quietly="Asked.",
        why_now="Near.",
        risks=dict.fromkeys(("members", "relatives", "helpers", "partners"), "Weighed."),
    )  # fmt: skip


def in_document(site: Planted, text: str) -> list[bytes]:
    body = document(text)
    guard.pass_bytes(body, what="/static/pictures/one.pdf")
    return [body]


def in_a_released_picture(site: Planted, text: str) -> list[bytes]:
    return [drawn(photograph(text, text))]


PLACES: dict[str, Callable[[Planted, str], list[bytes] | None]] = {
    "the intro of a page": in_intro, "a campaign's title": in_title, "a demand": in_demand, "a slug": in_slug,
    "a post": in_post, "a post's title, its feed and share card": in_post_title, "a picture's description": in_alt,
    "a picture's EXIF": in_exif, "a picture's file name": in_file_name, "a letter": in_letter,
    "a letter's subject": in_subject, "a letter's preheader": in_preheader, "a line of a release": in_line,
    "a document's metadata": in_document, "a picture of a release": in_a_released_picture,
}  # fmt: skip


FIRST = ("the intro of a page", "a post", "a picture's description")
# These bytes are drawn anew, or stay on the desk.
NO_WAY_OUT = frozenset({"a picture's EXIF", "a picture's file name", "a picture of a release"})


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), where=st.sampled_from(sorted(PLACES)), secret=secrets, coat=coats, around=AROUND)
def test_no_public_byte_holds_what_is_sealed(
    site: Planted, data: st.DataObject, where: str, secret: Secret, coat: str, around: str
) -> None:
    way = data.draw(st.sampled_from(secret.written), label="written")
    with transaction.atomic():
        here = copy.copy(site)
        guard_index.forget()
        here.seal(secret)
        before = {name for name, body in Left().everything() if holds(body, secret)}
        assert not before, "the seeded site must not hold it by chance"
        left: list[bytes] = []
        try:
            with transaction.atomic():
                left = plant(here, where, around % COATS[coat](way))
        except Refused:
            pass
        found = {name: ways for name, body in Left().everything() if (ways := holds(body, secret))}
        found |= {f"bytes {n}": ways for n, body in enumerate(left) if (ways := holds(body, secret))}
        transaction.set_rollback(True)
    assert not found, f"{way!r} ({coat}) in {where}"


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.data(), where=st.sampled_from(["the intro of a page", "a post", "a picture's description"]), secret=names
)
def test_what_was_public_goes_dark_once_it_is_sealed(
    site: Planted, data: st.DataObject, where: str, secret: Secret
) -> None:
    """The other way round: the words stood there first, and became a secret afterwards."""
    way = data.draw(st.sampled_from(secret.written), label="written")
    with transaction.atomic():
        here = copy.copy(site)
        guard_index.forget()
        plant(here, where, f"Among them is {way}.")
        assert any(holds(body, secret) for _name, body in Left().everything()), "it was public"
        here.seal(secret)
        found = {name: ways for name, body in Left().everything() if (ways := holds(body, secret))}
        transaction.set_rollback(True)
    assert not found, f"{way!r} in {where}"


@pytest.mark.parametrize(
    ("where", "coat"),
    [*((where, "as it is") for where in sorted(PLACES)), *(("a post", coat) for coat in sorted(COATS))],
)
def test_the_oracle_would_see_it(site: Planted, where: str, coat: str) -> None:
    """What is sealed nowhere may leave, and then the oracle sees it: except where there is no way out at all."""
    secret = korean_name("맹", "도래")
    with transaction.atomic():
        left = plant(copy.copy(site), where, COATS[coat](secret.written[5]))
        bodies = [*left, *(body for _name, body in Left().everything())]
        seen = any(holds(body, secret) for body in bodies)
        transaction.set_rollback(True)
    assert seen == (where not in NO_WAY_OUT)
