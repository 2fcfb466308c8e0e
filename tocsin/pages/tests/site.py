"""The story's site for tests: founded, with the campaign 'Save My Friend' on an approved release."""

from __future__ import annotations

from functools import cached_property
from html.parser import HTMLParser

from django.test import Client

from tocsin.accounts.actors import system
from tocsin.campaigns.actions import create_campaign, publish_campaign
from tocsin.campaigns.models import Campaign
from tocsin.campaigns.words import CampaignWords
from tocsin.disclosure.models import PublicRelease
from tocsin.disclosure.tests.world import World
from tocsin.front.models import Published
from tocsin.pages.actions import publish_campaign_pages, publish_post
from tocsin.pages.models import CampaignPage, PostPage
from tocsin.pages.setup import found_site

SLUG = "save-my-friend"
WORDS = {
    "en": CampaignWords(
        "Save My Friend",
        "At least 31 people are about to be returned by force. Ask for their lives.",
        "Do not return them.\nLet them travel on to a country that protects them.",
        "I agree that my name and address are kept for this appeal.",
    ),
    "ko": CampaignWords(
        "내 친구를 구해 주세요",
        "최소 31명이 강제로 송환될 위기에 놓여 있습니다. 이들의 생명을 지켜 달라고 요청해 주십시오.",
        "이들을 송환하지 마십시오.\n보호받을 수 있는 나라로 갈 수 있게 하십시오.",
        "이 호소를 위해 제 이름과 주소를 보관하는 데 동의합니다.",
    ),
}
ADDRESSEES = [{"en": "The Chinese authorities", "ko": "중국 당국"}]
POST = {
    "en": ("A last attempt", "Why we speak now.", "They tried quietly.\n\nNow it is time."),
    "ko": ("마지막 시도", "왜 지금 말하는가.", "조용히 애썼습니다.\n\n이제 때가 되었습니다."),
}


class Site(World):
    """``page(path)`` is what the window holds; the campaign and its pages are made when they are first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.homes = found_site(actor=system("installation"))

    @cached_property
    def first(self) -> PublicRelease:
        return self.release()

    def draft(self, release: PublicRelease | None = None) -> Campaign:
        return create_campaign(
            actor=self.teo,
            slug=SLUG,
            goal=200_000,
            release=release or self.first,
            texts=WORDS,
            addressees=ADDRESSEES,
        )

    @cached_property
    def campaign(self) -> Campaign:
        return publish_campaign(actor=self.teo, campaign=self.draft())

    @cached_property
    def pages(self) -> dict[str, CampaignPage]:
        return publish_campaign_pages(actor=self.teo, campaign=self.campaign)

    def post(self, release: PublicRelease | None = None) -> dict[str, PostPage]:
        return publish_post(actor=self.teo, texts=POST, campaign=self.campaign, release=release)

    def desk(self, first: str = "teo") -> Client:
        client = Client()
        client.force_login(self.staff[first], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


def row(path: str) -> Published | None:
    return Published.objects.filter(path=path).first()


def page(path: str) -> str:
    """The body at an address that is served."""
    found = row(path)
    assert found is not None, f"nothing at {path}"
    assert found.status == 200, f"{path} answers {found.status}"
    return bytes(found.body).decode()


class Balanced(HTMLParser):
    """Complains of tags that do not nest and of ids or attributes that stand there twice."""

    VOID = frozenset(
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
    )

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice")
        if (given := dict(attrs).get("id")) is not None:
            if given in self.ids:
                self.faults.append(f"id {given} twice")
            self.ids.add(given)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """SVG's own."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")
