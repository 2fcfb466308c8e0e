"""Pictures of a release: drawn anew, hidden where chosen, part of the hash, never edited, sealed once it is over."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.db import IntegrityError, connection, transaction
from PIL import Image, ImageChops, ImageStat

from tocsin.core.actions import Refused
from tocsin.disclosure import pictures, queries
from tocsin.disclosure.actions import approve_release, record_consent, withdraw_release
from tocsin.disclosure.models import Audience, Item, PublicRelease, ReleasePicture
from tocsin.disclosure.pictures import WHOLE, Part, drawn
from tocsin.disclosure.words import Line, words_sha256

from .world import World

pytestmark = pytest.mark.django_db
ALT = {"en": "A woman, from behind.", "ko": "뒷모습의 여성."}


def photograph(size: tuple[int, int] = (400, 300)) -> bytes:
    target = io.BytesIO()
    Image.effect_noise(size, 120).convert("RGB").save(target, "JPEG", quality=95)
    return target.getvalue()


@pytest.fixture
def shown(world: World) -> PublicRelease:
    """A proposal with a line and a picture."""
    world.consent()
    for item in (Item.PHOTO, Item.AGE):
        record_consent(
            actor=world.mina, case=world.case, person=world.person, item=item, audience=Audience.PUBLIC, until=None,
            giver="her daughter", how="by telephone",
        )  # fmt: skip
    line = Line(ALT, [(world.person, Item.PHOTO)], picture=drawn(photograph()))
    return world.proposal([*world.lines(), line])


def test_a_picture_is_drawn_anew_within_bounds() -> None:
    body = drawn(photograph((3000, 1500)))
    picture = Image.open(io.BytesIO(body))
    assert picture.size == (1280, 640)
    assert picture.getexif() == {}
    assert "exif" not in picture.info
    assert "icc_profile" not in picture.info


def test_a_hidden_part_cannot_be_known_and_the_rest_can() -> None:
    original = Image.open(io.BytesIO(photograph()))
    hidden = Image.open(io.BytesIO(drawn(photograph_of(original), hide=[Part(25, 25, 50, 50)])))
    inner, outer = (120, 90, 280, 210), (0, 0, 80, 300)
    assert ImageStat.Stat(hidden.crop(inner)).stddev[0] < ImageStat.Stat(original.crop(inner)).stddev[0] / 5
    apart = ImageStat.Stat(ImageChops.difference(hidden.crop(outer), original.crop(outer))).mean[0]
    assert apart < 12


def photograph_of(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def test_the_whole_can_be_hidden_and_a_part_cut_out() -> None:
    flat = Image.open(io.BytesIO(drawn(photograph(), hide=[WHOLE])))
    assert ImageStat.Stat(flat).stddev[0] < 8
    assert Image.open(io.BytesIO(drawn(photograph(), crop=Part(50, 0, 50, 100)))).size == (200, 300)


@pytest.mark.parametrize("part", [Part(0, 0, 0, 10), Part(100, 0, 10, 10), Part(-5, 0, 10, 10)])
def test_what_is_no_part_is_refused(part: Part) -> None:
    with pytest.raises(Refused) as refused:
        drawn(photograph(), hide=[part])
    assert refused.value.code == "picture"
    with pytest.raises(Refused):
        drawn(b"no picture at all")


def test_a_picture_is_part_of_the_hash(world: World, shown: PublicRelease) -> None:
    one = ReleasePicture.objects.get(release=shown)
    words = list(shown.statements.values_list("position", "language", "text"))
    assert bytes(shown.sha256) == words_sha256(words, [(one.position, bytes(one.sha256))])
    assert bytes(shown.sha256) != words_sha256(words)
    assert bytes(one.sha256) == hashlib.sha256(bytes(one.body)).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT disclosure_words_sha256(%s)", [shown.pk])
        assert bytes(cursor.fetchone()[0]) == bytes(shown.sha256)
    assert queries.verify_words(shown)


def test_its_words_describe_it_and_are_no_line(world: World, shown: PublicRelease) -> None:
    (one,) = queries.pictures_of(shown, "en")
    assert (one.position, one.alt) == (3, ALT["en"])
    assert ALT["en"] not in queries.statements(shown, "en")
    assert queries.pictures_of(shown, "fr") == []


def test_a_picture_takes_consent_to_it(world: World) -> None:
    world.consent()
    line = Line(ALT, [(world.person, Item.PHOTO)], picture=drawn(photograph()))
    with pytest.raises(Refused) as refused:
        world.proposal([*world.lines(), line])
    assert refused.value.code == "no_consent"
    assert refused.value.facts["lines"] == [3]


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE disclosure_release_picture SET body = '\\x00'",
        "UPDATE disclosure_release_picture SET sha256 = sha256('x')",
        "UPDATE disclosure_release_picture SET position = 1",
        "UPDATE disclosure_release_picture SET sealed_body = body, body = ''",
        "DELETE FROM disclosure_release_picture",
    ],
)
def test_the_database_keeps_pictures_as_they_are(world: World, shown: PublicRelease, edit: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(edit)


def test_no_picture_is_added_later(world: World, shown: PublicRelease) -> None:
    body = drawn(photograph())
    with connection.cursor() as cursor:  # as if the transaction of the proposal were over
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE disclosure_public_release DISABLE TRIGGER USER")
        cursor.execute("UPDATE disclosure_public_release SET born = '3'::xid8")
        cursor.execute("ALTER TABLE disclosure_public_release ENABLE TRIGGER USER")
    told = {"position": 1, "body": body, "sha256": hashlib.sha256(body).digest(), "width": 1, "height": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleasePicture.objects.create(release=shown, **told)


def test_once_it_is_over_its_pictures_are_sealed(world: World, shown: PublicRelease) -> None:
    release = approve_release(actor=world.adaeze, release=shown)
    body = bytes(ReleasePicture.objects.get(release=release).body)
    release = withdraw_release(actor=world.mina, release=release)
    one = ReleasePicture.objects.get(release=release)
    assert bytes(one.body) == b""
    assert body[:40] not in bytes(one.sealed_body)
    assert queries.pictures_of(release, "en") == []


def test_a_standing_release_keeps_its_pictures(world: World, shown: PublicRelease) -> None:
    with pytest.raises(ValueError):
        pictures.seal_away(shown)
