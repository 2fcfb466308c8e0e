"""What changes a page renders it anew: withdrawal, the campaign, delivery, comments."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tocsin.accounts.actors import system
from tocsin.campaigns.actions import close_campaign, set_release
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.dates import UncertainDate
from tocsin.core.keys import keyring
from tocsin.delivery.actions import record_handover, record_outcome, record_reply
from tocsin.disclosure.actions import approve_release, withdraw_release
from tocsin.disclosure.models import Item, PublicRelease
from tocsin.disclosure.tests.world import GONE, HANGUL
from tocsin.disclosure.words import Line
from tocsin.front.models import Letterbox
from tocsin.front.payloads import Comment as Payload
from tocsin.front.payloads import encode, kind_of
from tocsin.pages.actions import collect_comments, moderate_comment, unpublish_page
from tocsin.pages.models import CampaignPage, Comment, PostPage
from tocsin.pages.queries import waiting_comments
from tocsin.pages.setup import publish_system_pages

from .site import POST, SLUG, Site, page, row

CAMPAIGN = f"/en/campaigns/{SLUG}/"
TOLD = "They were returned by force."


@pytest.fixture
def second(site: Site) -> PublicRelease:
    assert site.pages
    line = Line({"en": TOLD, "ko": "강제로 송환되었다."}, [(None, Item.COUNT)])
    return approve_release(actor=site.adaeze, release=site.proposal(lines=[line]))


def test_withdrawing_the_second_release_takes_only_what_rests_on_it(site: Site, second: PublicRelease) -> None:
    when = UncertainDate.parse("2012-03~")
    record_outcome(actor=site.teo, campaign=site.campaign, release=second, kind="returned", as_of=when)
    post = site.post(second)["en"]
    assert TOLD in page(CAMPAIGN)
    assert post.title in page("/en/blog/") + page("/en/blog/feed.xml") + page("/en/")
    withdraw_release(actor=site.mina, release=second)
    dark = row(post.window_path)
    assert dark is not None
    assert dark.status == 410
    assert GONE["en"] in bytes(dark.body).decode()
    assert not PostPage.objects.get(pk=post.pk).live
    for path in (CAMPAIGN, "/en/", "/en/blog/", "/en/blog/feed.xml"):
        assert TOLD not in page(path)
        assert post.title not in page(path)


def test_withdrawing_the_campaigns_release_darkens_it_for_good(site: Site) -> None:
    assert site.pages
    withdraw_release(actor=site.mina, release=site.first)
    for path in (CAMPAIGN, CAMPAIGN + "signed/", CAMPAIGN + "handover/", f"/ko/campaigns/{SLUG}/"):
        dark = row(path)
        assert dark is not None
        assert dark.status == 410
    assert GONE["ko"] in bytes(row(f"/ko/campaigns/{SLUG}/").body).decode()
    assert "Save My Friend" not in page("/en/") + page("/en/campaigns/")
    assert page(CAMPAIGN + "withdraw/")
    assert not CampaignPage.objects.filter(live=True).exists()
    publish_system_pages(actor=system("installation"))
    assert row(CAMPAIGN).status == 410


def test_darkness_survives_unpublishing_and_deleting(site: Site) -> None:
    assert site.pages
    withdraw_release(actor=site.mina, release=site.first)
    site.pages["en"].refresh_from_db()
    site.pages["en"].delete()
    assert row(CAMPAIGN).status == 410


def test_the_family_may_choose_that_it_never_was(site: Site) -> None:
    site.consent()
    release = approve_release(actor=site.adaeze, release=site.proposal(gone_status=404, gone_words={}))
    post = site.post(release)["en"]
    withdraw_release(actor=site.mina, release=release)
    assert row(post.window_path).status == 404


def test_a_campaign_follows_its_case(site: Site, second: PublicRelease) -> None:
    set_release(actor=site.teo, campaign=site.campaign, release=second)
    assert TOLD in page(CAMPAIGN)
    assert "A woman of 70" not in page(CAMPAIGN)
    assert row(CAMPAIGN).releases == [second.pk]


def test_a_closed_campaign_takes_no_signatures(site: Site) -> None:
    assert site.pages
    close_campaign(actor=site.teo, campaign=site.campaign)
    assert "This appeal is closed" in page(CAMPAIGN)
    assert 'name="consent"' not in page(CAMPAIGN)
    assert row(CAMPAIGN + "signed/").status == 410  # by this the front knows


def test_deliveries_and_replies_show(site: Site) -> None:
    assert site.pages
    when, campaign = UncertainDate.parse("2012-03-20"), site.campaign
    handover = record_handover(
        actor=site.teo, campaign=campaign, addressee=campaign.addressees.get(), handed_over=when, how="by hand"
    )
    record_reply(actor=site.teo, handover=handover, kind="answered", as_of=when, text="<b>We have noted it.</b>")
    assert "Delivered" in page(CAMPAIGN)
    assert "&lt;b&gt;We have noted it." in page(CAMPAIGN)
    assert "As handed over to The Chinese authorities" in page(CAMPAIGN + "handover/")


def comment(name: str, text: str) -> None:
    said = Payload(language="en", at=1, post="a-last-attempt", name=name, text=text)
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    sealed = keyring().seal_key("reports").seal(encode(said))
    Letterbox.objects.create(kind=kind_of(said), hour=hour, payload=sealed)


def test_comments_wait_and_then_appear(site: Site) -> None:
    post = site.post(site.first)["en"]
    slots = "%%figure:/campaigns/save-my-friend/count.json#signatures|raw%%<!--problems-->"
    comment("<i>A reader</i>", f"People must know.\n{slots}")
    assert collect_comments(actor=site.teo) == 1
    assert not Letterbox.objects.exists()
    assert "People must know" not in page(post.window_path)
    waiting = waiting_comments(site.teo).get()
    with pytest.raises(NotPermitted):
        moderate_comment(actor=site.jonas, comment=waiting, approve=True)
    moderate_comment(actor=site.teo, comment=waiting, approve=True)
    shown = page(post.window_path)
    assert "&lt;i&gt;A reader&lt;/i&gt;" in shown
    assert "%%figure" not in shown
    assert shown.count("<!--problems-->") == 1
    moderate_comment(actor=site.teo, comment=waiting, approve=False)
    assert "People must know" not in page(post.window_path)


def test_a_comment_with_a_sealed_name_is_refused(site: Site) -> None:
    post = site.post(site.first)["en"]
    comment("A reader", f"Is it {HANGUL}?")
    collect_comments(actor=site.teo)
    waiting = Comment.objects.get()
    with pytest.raises(Refused):
        moderate_comment(actor=site.teo, comment=waiting, approve=True)
    assert Comment.objects.get().state == Comment.State.WAITING
    assert HANGUL not in page(post.window_path)


def test_a_comment_on_nothing_is_dropped(site: Site) -> None:
    post = site.post(site.first)["en"]
    unpublish_page(actor=site.teo, page=post)
    comment("A reader", "To nobody")
    assert collect_comments(actor=site.teo) == 1
    assert not Comment.objects.exists()


def test_a_translation_is_offered_once_it_is_there(site: Site) -> None:
    posts = site.post(site.first)
    link = f'hreflang="ko" href="http://127.0.0.1:8000{posts["ko"].window_path}"'
    assert link in page(posts["en"].window_path)
    unpublish_page(actor=site.teo, page=posts["ko"])
    assert link not in page(posts["en"].window_path)
    assert POST["en"][0] in page(posts["en"].window_path)
