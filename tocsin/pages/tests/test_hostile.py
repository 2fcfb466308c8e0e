"""Words that would be more than words: markup, slots, and a picture that says where it was taken."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images.models import Image

from tocsin.front.models import Published
from tocsin.pages.actions import publish_page
from tocsin.pages.models import PostPage
from tocsin.pages.writing import post_page

from .site import Balanced, Site, page, row

ATOM = "{http://www.w3.org/2005/Atom}"
BAD = "</title><script>alert(1)</script>\"'><img src=x onerror=y> \x0b]]> %%field:name%% & more"


def hostile(site: Site) -> PostPage:
    post = post_page("en", (BAD, BAD, BAD), campaign=None, release=None, translation_of=None)
    return publish_page(actor=site.teo, page=post)


def test_titles_are_escaped_everywhere(site: Site) -> None:
    post = hostile(site)
    for path in (post.window_path, "/en/blog/", "/en/"):
        body = page(path)
        assert "<script" not in body
        assert "<img src=x" not in body
        assert "&#37;&#37;field:name" in body
        reader = Balanced()
        reader.feed(re.sub(r"%%(?:checked|selected|invalid):[^%]*%%", "", body))
        assert not reader.faults


def test_the_feed_is_valid_atom(site: Site) -> None:
    """RFC 4287, 4.1: what a feed and an entry must have, once each, in the right shapes."""
    site.post(site.first)
    hostile(site)
    feed = ET.fromstring(page("/en/blog/feed.xml"))  # noqa: S314 (our own)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert str(element.findtext(f"{ATOM}id")).startswith("urn:uuid:")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(element.findtext(f"{ATOM}updated")))
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://127.0.0.1:8000/en/blog/feed.xml"
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 2


def test_ids_in_the_feed_outlive_a_new_slug(site: Site) -> None:
    post = hostile(site)
    before = ET.fromstring(page("/en/blog/feed.xml")).findtext(f"{ATOM}entry/{ATOM}id")  # noqa: S314
    post.slug = "another"
    post.save_revision()
    publish_page(actor=site.teo, page=post)
    assert ET.fromstring(page("/en/blog/feed.xml")).findtext(f"{ATOM}entry/{ATOM}id") == before  # noqa: S314


def test_a_picture_says_nothing_but_its_pixels(site: Site, tmp_path: object, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    exif = Pillow.Exif()
    exif[0x010E], exif[0x8825] = "Taken at the house of SECRETWORD", {1: "N", 2: (41.0, 58.0, 0.0)}
    raw = io.BytesIO()
    Pillow.new("RGB", (40, 30), "red").save(raw, "JPEG", exif=exif, comment=b"SECRETWORD")
    image = Image.objects.create(title="SECRETWORD", file=ImageFile(raw, name="secretword.jpg"))
    post = post_page("en", ("With a picture", "", "Text."), campaign=None, release=site.first, translation_of=None)
    post.body = [("picture", {"image": image, "alt": "A red field", "caption": ""})]
    post.save_revision()
    publish_page(actor=site.teo, page=post)
    picture = Published.objects.get(content_type="image/jpeg")
    assert picture.path in page(post.window_path)
    assert b"SECRETWORD" not in bytes(picture.body)
    assert b"Exif" not in bytes(picture.body)
    assert picture.releases == [site.first.pk]
    assert "SECRETWORD" not in page(post.window_path)
    assert row(picture.path) is not None
