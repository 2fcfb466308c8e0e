"""The blog's feed: Atom (RFC 4287), one for each language. Ids are made of Wagtail's own and never change."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from django.template.loader import render_to_string

from tocsin.pages.models import BlogIndexPage, PostPage, WindowPage
from tocsin.pages.organisation import organisation
from tocsin.pages.parts import parts_of

FEED_ENTRIES = 20
NAMESPACE = "http://www.w3.org/2005/Atom"
# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("", NAMESPACE)


def write_feed(page: BlogIndexPage, posts: Sequence[PostPage]) -> bytes:
    """The feed with these posts, newest first."""
    ours = organisation()
    feed = ET.Element(_tag("feed"), {"xml:lang": page.language, "xml:base": ours.url + page.window_path})
    _text(feed, "id", _id(page))
    _text(feed, "title", f"{ours.name} – {page.title}")
    _text(feed, "updated", _moment(max([_changed(page), *(_changed(post) for post in posts)])))
    ET.SubElement(
        feed,
        _tag("link"),
        {"rel": "self", "type": "application/atom+xml", "href": f"{ours.url}{page.window_path}feed.xml"},
    )
    ET.SubElement(feed, _tag("link"), {"rel": "alternate", "type": "text/html", "href": ours.url + page.window_path})
    _text(ET.SubElement(feed, _tag("author")), "name", ours.name)
    for post in posts:
        _entry(feed, post, ours.url)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True)


def _entry(feed: ET.Element, post: PostPage, url: str) -> None:
    entry = ET.SubElement(feed, _tag("entry"))
    _text(entry, "id", _id(post))
    _text(entry, "title", post.title)
    ET.SubElement(entry, _tag("link"), {"rel": "alternate", "type": "text/html", "href": url + post.window_path})
    _text(entry, "published", _moment(post.first_published_at or _changed(post)))
    _text(entry, "updated", _moment(_changed(post)))
    if post.summary:
        _text(entry, "summary", post.summary)
    parts, _pictures = parts_of(post.body, post.window_path, frozenset())
    content = _text(entry, "content", render_to_string("pages/parts.html", {"parts": parts}))
    content.set("type", "html")


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, _tag(name))
    child.text = _UNWRITABLE.sub("", text)
    return child


def _id(page: WindowPage) -> str:
    return f"urn:uuid:{uuid.uuid5(page.translation_key, page.language)}"


def _changed(page: WindowPage) -> dt.datetime:
    return page.last_published_at or page.latest_revision_created_at or dt.datetime.now(dt.UTC)


def _moment(when: dt.datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
