"""Pictures of a release on the campaign's page: as they were approved, at opaque addresses, dark with the release."""

from __future__ import annotations

import hashlib
import io
import re

import pytest
from PIL import Image

from tocsin.disclosure.actions import approve_release, record_consent, withdraw_release
from tocsin.disclosure.models import Audience, Item, PublicRelease
from tocsin.disclosure.pictures import drawn
from tocsin.disclosure.words import Line
from tocsin.front.models import Published

from .site import Site, page

ALT = {"en": "A woman, from behind.", "ko": "뒷모습의 여성."}


@pytest.fixture
def shown(site: Site) -> PublicRelease:
    """The campaign's pages on a release with a picture."""
    site.consent()
    record_consent(
        actor=site.mina, case=site.case, person=site.person, item=Item.PHOTO, audience=Audience.PUBLIC, until=None,
        giver="her daughter", how="by telephone",
    )  # fmt: skip
    target = io.BytesIO()
    Image.effect_noise((320, 240), 90).convert("RGB").save(target, "JPEG")
    line = Line(ALT, [(site.person, Item.PHOTO)], picture=drawn(target.getvalue()))
    release = approve_release(actor=site.adaeze, release=site.proposal([*site.lines(), line]))
    site.__dict__["first"] = release
    _ = site.pages
    return release


def addresses(language: str) -> list[str]:
    return re.findall(r'<img src="(/static/pictures/[^"]+)"', page(f"/{language}/campaigns/save-my-friend/"))


def test_each_language_shows_it_with_its_own_words(shown: PublicRelease) -> None:
    body = bytes(shown.pictures.get().body)
    for language in ("en", "ko"):
        assert ALT[language] in page(f"/{language}/campaigns/save-my-friend/")
        (path,) = addresses(language)
        row = Published.objects.get(path=path)
        assert hashlib.sha256(bytes(row.body)).digest() == hashlib.sha256(body).digest()
        assert row.releases == [shown.pk]
        assert str(shown.pk) not in path


def test_its_words_are_no_fact_of_the_list(shown: PublicRelease) -> None:
    assert f"<li>{ALT['en']}</li>" not in page("/en/campaigns/save-my-friend/")
    assert ALT["en"] not in page("/en/campaigns/save-my-friend/handover/")


def test_it_goes_dark_with_the_release(site: Site, shown: PublicRelease) -> None:
    paths = [path for language in ("en", "ko") for path in addresses(language)]
    withdraw_release(actor=site.mina, release=shown)
    rows = Published.objects.filter(path__in=paths)
    assert {(row.status, bytes(row.body)) for row in rows} == {(410, b"")}
