"""Every page in both languages: rendered, well-formed, guarded, with nothing from anybody else and no script."""

from __future__ import annotations

import hashlib
import re

import pytest

from tocsin.front.models import Published
from tocsin.pages.rendering import LANGUAGES

from .site import SLUG, WORDS, Balanced, Site, page, row

CAMPAIGN = ("", "signed/", "confirm/", "confirmed/", "withdraw/", "withdrawn/", "handover/")
STANDING = (
    *("newsletter/", "newsletter/requested/", "newsletter/confirm/", "newsletter/confirmed/", "unsubscribe/"),
    *("unsubscribed/", "resubscribed/", "comment-received/", "link-problem/", "not-found/", "busy/"),
    *("", "campaigns/", "blog/", "blog/feed.xml", "privacy/", "imprint/"),
)
HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_is_there_in_every_language(site: Site, language: str) -> None:
    assert set(site.pages) == set(LANGUAGES)
    site.post(site.first)
    for path in (*STANDING, *(f"campaigns/{SLUG}/{rest}" for rest in CAMPAIGN), "blog/a-last-attempt/"):
        found = row(f"/{language}/{path}")
        assert found is not None, path
        assert (found.status, found.language) == (200, language)
        assert hashlib.sha256(found.body).digest() == bytes(found.verdict_sha256 or b"")
        if path != "blog/feed.xml":
            assert f'<html lang="{language}">' in page(f"/{language}/{path}")


def test_html_is_well_formed_and_calls_nobody(site: Site) -> None:
    assert site.pages
    site.post(site.first)
    for found in Published.objects.filter(content_type__startswith="text/html"):
        body = bytes(found.body).decode()
        reader = Balanced()
        reader.feed(re.sub(r"%%(?:checked|selected|invalid):[^%]*%%", "", body))
        assert not reader.faults, (found.path, reader.faults)
        assert not reader.open, (found.path, reader.open)
        scripts = re.findall(r"<script[^>]*>", body)
        if found.path.endswith("/check/"):
            assert len(scripts) == 1
            assert re.fullmatch(r'<script type="module" src="/static/[^"]+">', scripts[0])
        else:
            assert not scripts
        assert " style=" not in body
        loaded = re.findall(r'(?:src|<link rel="(?:stylesheet|icon)"[^>]*href)="([^"]*)"', body)
        assert all(address.startswith("/static/") for address in loaded)


def test_korean_pages_are_korean(site: Site) -> None:
    """What is not Hangul on them is a name, an address or a figure."""
    assert site.pages
    for found in Published.objects.filter(language="ko", content_type__startswith="text/html"):
        body = re.sub(r"<(title|a class=\"brand\").*?</\1?", "", bytes(found.body).decode(), flags=re.S)
        texts = [text.strip() for text in re.findall(r">([^<]+)<", body)]
        english = [text for text in texts if re.search("[A-Za-z]{3} [a-z]{2}", text) and not HANGUL.search(text)]
        known = ("1 Example Street", "Lantern Bridge", "http", "python3 ")
        assert not [text for text in english if not text.startswith(known)], found.path


def test_problems_are_told_in_korean(site: Site) -> None:
    assert site.pages
    for path in (f"/ko/campaigns/{SLUG}/", "/ko/newsletter/"):
        found = row(path)
        assert found is not None
        assert all(HANGUL.search(text) for text in found.messages.values()), found.messages


def test_the_campaign_says_what_its_release_says(site: Site) -> None:
    assert site.pages
    english, korean = page(f"/en/campaigns/{SLUG}/"), page(f"/ko/campaigns/{SLUG}/")
    assert "At least 31 people were held." in english
    assert "최소 31명이 붙잡혀 있었다." in korean
    assert WORDS["en"].consent_text in english
    assert f"%%figure:/campaigns/{SLUG}/count.json#signatures|raw%%" in english
    assert f'href="/ko/campaigns/{SLUG}/"' in english
    found = row(f"/en/campaigns/{SLUG}/")
    assert found is not None
    assert found.releases == [site.first.pk]
    assert found.slots
    assert found.messages["email.required"]


def test_the_form_has_what_the_letterbox_asks_for(site: Site) -> None:
    assert site.pages
    body = page(f"/en/campaigns/{SLUG}/")
    assert f'action="/en/campaigns/{SLUG}/sign"' in body
    for name in ("name", "email", "country", "updates", "newsletter", "consent"):
        assert f'name="{name}"' in body
        assert f'id="id_{name}"' in body
    assert not re.search(r"<input[^>]* checked", body)
    countries = re.findall(r'<option value="([A-Z]{2})"', body)
    assert countries[:2] == ["AF", "AX"]  # Afghanistan, Åland Islands
    korean = re.findall(r'<option value="([A-Z]{2})"[^>]*>([^<]+)<', page(f"/ko/campaigns/{SLUG}/"))
    assert [name for _code, name in korean] == sorted(name for _code, name in korean)


def test_pages_that_outlive_a_campaign_do_not_name_it(site: Site) -> None:
    assert site.pages
    for rest in ("withdraw/", "withdrawn/"):
        found = row(f"/en/campaigns/{SLUG}/{rest}")
        assert found is not None
        assert not found.releases
        assert "Save My Friend" not in bytes(found.body).decode()


def test_assets_keep_for_a_year(site: Site) -> None:
    style = re.search(r'<link rel="stylesheet" href="([^"]+)"', page("/en/"))
    assert style is not None
    assert re.fullmatch(r"/static/tocsin\.[0-9a-f]{16}\.css", style[1])
    assert row(style[1]) is not None
