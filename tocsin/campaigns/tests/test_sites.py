"""Other sites that may send a campaign's form: a campaigner names them, in the shape that browsers use."""

from __future__ import annotations

import pytest

from tocsin.accounts.actors import system
from tocsin.campaigns.actions import allow_sites
from tocsin.campaigns.signals import campaign_changed
from tocsin.core.actions import Actor, NotPermitted, Refused
from tocsin.core.models import AuditEntry

from .crowd import open_campaign

pytestmark = pytest.mark.django_db
TEO = Actor("Teo", 1, frozenset({"campaigner"}))


def test_sites_are_named_as_browsers_name_them_and_pages_are_told() -> None:
    campaign, told = open_campaign(), []

    def hear(**said: object) -> None:
        told.append(said["campaign"])

    campaign_changed.connect(hear)
    try:
        sites = ["https://Partner.example/", " https://other.example:8443 ", "https://partner.example"]
        campaign = allow_sites(actor=TEO, campaign=campaign, origins=sites)
    finally:
        campaign_changed.disconnect(hear)
    assert campaign.origins == ["https://other.example:8443", "https://partner.example"]
    assert told == [campaign]
    assert AuditEntry.objects.get(kind="campaigns.sites_allowed").detail == {"sites": campaign.origins}
    assert allow_sites(actor=TEO, campaign=campaign, origins=[]).origins == []


@pytest.mark.parametrize("origin", ["partner.example", "http://partner.example", "https://a.example/x", "*", "null"])
def test_nothing_else_is_a_site(origin: str) -> None:
    campaign = open_campaign()
    with pytest.raises(Refused) as caught:
        allow_sites(actor=TEO, campaign=campaign, origins=["https://good.example", origin])
    assert caught.value.code == "origin"
    campaign.refresh_from_db()
    assert campaign.origins == []


@pytest.mark.parametrize("actor", [Actor("Mia", 2, frozenset({"caseworker"})), system("letterbox")])
def test_others_may_not(actor: Actor) -> None:
    campaign = open_campaign()
    with pytest.raises(NotPermitted):
        allow_sites(actor=actor, campaign=campaign, origins=["https://partner.example"])
