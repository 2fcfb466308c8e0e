"""Forms on other sites' pages: only where the campaign's page names the site, and without telling it anything more."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from tocsin.front import publishing
from tocsin.front.models import Letterbox

from .conftest import COMMITTED, FORM, RELEASE, SIGNED, Loop, put

pytestmark = COMMITTED

CAMPAIGN = "/en/campaigns/save-my-friend/"
SIGN = f"{CAMPAIGN}sign"
PARTNER, STRANGER = "https://partner.example", "https://stranger.example"
ASKED = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}


@pytest.fixture
def shared(front: Loop) -> Loop:
    """The campaign's page lets a partner's pages send its form."""
    put(CAMPAIGN, FORM, slots=True, releases=[RELEASE], origins=[PARTNER])
    while not front.front.window.page(CAMPAIGN).row.origins:  # type: ignore[union-attr]
        front.pause()
    return front


def asked(front: Loop, origin: str, path: str = SIGN, **more: str) -> object:
    said = front._runner.run(front.client.options(path, headers={"origin": origin, **ASKED, **more}))
    return said.status_code, said.headers.get("access-control-allow-origin")


def test_a_browser_that_asks_first_is_answered(shared: Loop) -> None:
    said = shared._runner.run(shared.client.options(SIGN, headers={"origin": PARTNER, **ASKED}))
    assert (said.status_code, said.content) == (204, b"")
    assert said.headers["access-control-allow-origin"] == PARTNER
    assert said.headers["access-control-allow-methods"] == "POST"
    assert said.headers["access-control-allow-headers"] == "content-type"
    assert said.headers["vary"] == "origin"
    assert "access-control-allow-credentials" not in said.headers


@pytest.mark.parametrize("origin", [STRANGER, "null", "", f"{PARTNER}.stranger.example", "http://partner.example"])
def test_nobody_else_is(shared: Loop, origin: str) -> None:
    assert asked(shared, origin) == (405, None)
    said = shared.post(SIGN, json=SIGNED, headers={"origin": origin, "sec-fetch-site": "cross-site"})
    assert (said.status_code, said.headers.get("access-control-allow-origin")) == (403, None)
    assert not Letterbox.objects.exists()


def test_only_for_signing_and_only_by_post(shared: Loop) -> None:
    assert asked(shared, PARTNER, f"{CAMPAIGN}confirm/") == (405, None)
    assert asked(shared, PARTNER, "/en/newsletter/") == (405, None)
    assert asked(shared, PARTNER, CAMPAIGN) == (405, None)
    assert asked(shared, PARTNER, **{"access-control-request-method": "PUT"}) == (405, None)


def test_a_script_of_the_partner_signs_and_reads_the_answer(shared: Loop) -> None:
    said = shared.post(SIGN, json=SIGNED, headers={"origin": PARTNER.upper(), "sec-fetch-site": "cross-site"})
    assert (said.status_code, said.json()) == (202, {"status": "accepted"})
    assert said.headers["access-control-allow-origin"] == PARTNER
    wrong = shared.post(SIGN, json={}, headers={"origin": PARTNER})
    assert (wrong.status_code, wrong.headers["access-control-allow-origin"]) == (422, PARTNER)
    assert "name" in wrong.json()["problems"]
    assert Letterbox.objects.count() == 1


def test_a_plain_form_on_the_partners_page_leads_to_our_thanks(shared: Loop) -> None:
    said = shared.post(SIGN, data=SIGNED, headers={"origin": PARTNER, "sec-fetch-site": "cross-site"})
    assert (said.status_code, said.headers["location"]) == (303, f"{CAMPAIGN}signed/")


def test_our_own_pages_answer_varies_by_origin_but_names_none(shared: Loop) -> None:
    said = shared.post(SIGN, json=SIGNED)
    assert (said.headers["vary"], "access-control-allow-origin" in said.headers) == ("origin", False)


def test_a_dark_campaign_shares_nothing(shared: Loop) -> None:
    publishing.darken(release_id=RELEASE, status=404, bodies={})
    shared.until(CAMPAIGN, 404)
    assert asked(shared, PARTNER) == (405, None)


@pytest.mark.parametrize(
    "origin",
    ["*", "https://a.example/path", "http://a.example", "https://A.example", "null", "https://a b", "https://"],
)
def test_what_is_no_site_cannot_be_published(site: None, origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        put(CAMPAIGN, FORM, origins=[origin])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE front_published SET origins = %s WHERE path = %s", [[origin], CAMPAIGN])
