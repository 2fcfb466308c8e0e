"""Making a campaign, putting it before the public, letting it follow its case, closing it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.disclosure.models import PublicRelease
from tocsin.disclosure.queries import require_preparable, require_publishable
from tocsin.front.countries import COUNTRIES
from tocsin.front.figures import SLUG
from tocsin.front.shapes import ORIGIN

from . import policy
from .models import Addressee, Campaign, CampaignText
from .signals import campaign_changed
from .words import CampaignWords

State = Campaign.State


@action("campaigns.campaign_created", policy=policy.may_campaign)
def create_campaign(
    *,
    actor: Actor,
    slug: str,
    goal: int,
    release: PublicRelease | None,
    texts: Mapping[str, CampaignWords],
    addressees: Sequence[Mapping[str, str]],
    deadline: dt.date | None = None,
    dangerous: bool = False,
    publish_when_live: bool = False,
    unpublished_countries: Collection[str] = (),
) -> Done[Campaign]:
    """Draft a campaign with its words by language and the offices it is addressed to (names by language).

    The release may still wait for a decision or its hour; with ``publish_when_live`` the campaign goes live with it.
    ``unpublished_countries`` (ISO 3166-1 alpha-2) never get a public figure. Raises Refused.
    """
    _require_sound(slug, goal, texts, addressees, unpublished_countries)
    if release is not None:
        require_preparable(release)
    campaign = Campaign.objects.create(
        slug=slug, goal=goal, release=release, deadline=deadline, dangerous=dangerous,
        publish_when_live=publish_when_live,
        unpublished_countries=sorted(unpublished_countries),
    )  # fmt: skip
    CampaignText.objects.bulk_create(
        CampaignText(
            campaign=campaign, language=language, title=words.title, summary=words.summary, demand=words.demand,
            consent_text=words.consent_text,
        )
        for language, words in texts.items()
    )  # fmt: skip
    Addressee.objects.bulk_create(
        Addressee(campaign=campaign, names=dict(names), position=position) for position, names in enumerate(addressees)
    )
    return Done(campaign, subject=f"campaign:{campaign.pk}", detail={"slug": slug, "languages": sorted(texts)})


@action("campaigns.campaign_published", policy=policy.may_publish)
def publish_campaign(*, actor: Actor, campaign: Campaign) -> Done[Campaign]:
    """Open a draft (or a campaign that went dark and has a new release) for signatures. Raises Refused."""
    release = _locked_release(Campaign.objects.values_list("release", flat=True).get(pk=campaign.pk))
    campaign = _locked(campaign, State.DRAFT, State.DARK)
    if release is None or campaign.release_id != release.pk:
        raise Refused(_("This campaign has no release."), _("Choose an approved release first."), "no_release")
    require_publishable(release)
    campaign.publish_when_live, campaign.not_published = False, ""
    campaign.save(update_fields=["publish_when_live", "not_published"])
    return _changed(campaign, State.LIVE, {"release": str(campaign.release_id)})


@action("campaigns.publishing_planned", policy=policy.may_campaign)
def plan_publishing(*, actor: Actor, campaign: Campaign, when_live: bool) -> Done[Campaign]:
    """Let a draft go live by itself as soon as its release does, or no longer. Raises Refused."""
    campaign = _locked(campaign, State.DRAFT, State.DARK)
    if when_live and campaign.release is None:
        raise Refused(_("This campaign has no release."), _("Choose one first."), "no_release")
    campaign.publish_when_live, campaign.not_published = when_live, ""
    campaign.save(update_fields=["publish_when_live", "not_published"])
    return Done(campaign, subject=f"campaign:{campaign.pk}", detail={"when_live": when_live})


@action("campaigns.publishing_given_up", policy=policy.may_give_up)
def give_up_publishing(*, actor: Actor, campaign: Campaign, code: str) -> Done[Campaign]:
    """What was planned was refused: the campaign does not go live by itself at some later moment, and says why."""
    campaign = _locked(campaign, State.DRAFT, State.DARK)
    campaign.publish_when_live, campaign.not_published = False, code
    campaign.save(update_fields=["publish_when_live", "not_published"])
    return Done(campaign, subject=f"campaign:{campaign.pk}", detail={"code": code})


@action("campaigns.sites_allowed", policy=policy.may_campaign)
def allow_sites(*, actor: Actor, campaign: Campaign, origins: Collection[str]) -> Done[Campaign]:
    """Let the pages of these other sites (``https://example.org``), and no others, send the campaign's form.

    What they send is a signature like any other. Raises Refused.
    """
    campaign = _locked(campaign, *State)
    wanted = sorted({origin.strip().rstrip("/").lower() for origin in origins})
    if not all(ORIGIN.fullmatch(origin) for origin in wanted):
        raise Refused(_("This is no site."), _("Write each as https://example.org."), "origin")
    campaign.origins = wanted
    campaign.save(update_fields=["origins"])
    campaign_changed.send(sender=Campaign, campaign=campaign)
    return Done(campaign, subject=f"campaign:{campaign.pk}", detail={"sites": wanted})


@action("campaigns.release_set", policy=policy.may_campaign)
def set_release(*, actor: Actor, campaign: Campaign, release: PublicRelease) -> Done[Campaign]:
    """Let the campaign's facts be another release's: a campaign follows its case. Raises Refused."""
    _locked_release(release.pk)
    campaign = _locked(campaign, *State)
    if campaign.state == State.DRAFT:
        require_preparable(release)
    else:
        require_publishable(release)
    campaign.release = release
    return _changed(campaign, State(campaign.state), {"release": str(release.pk)})


@action("campaigns.campaign_closed", policy=policy.may_campaign)
def close_campaign(*, actor: Actor, campaign: Campaign) -> Done[Campaign]:
    """Take no more signatures; the page and its count stay, and signers may still withdraw. Raises Refused."""
    campaign = _locked(campaign, State.LIVE)
    return _changed(campaign, State.CLOSED, {"signatures": campaign.signature_count})


def _locked_release(release_id: UUID | None) -> PublicRelease | None:
    """Before the campaign, as a withdrawal does: so it comes before or after this, and not meanwhile."""
    return (
        PublicRelease.objects.select_for_update(no_key=True).filter(pk__in=[release_id] if release_id else []).first()
    )


def _locked(campaign: Campaign, *states: Campaign.State) -> Campaign:
    found = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if found.state not in states:
        raise Refused(
            _("This cannot be done with a campaign in the state '%(state)s'.") % {"state": found.get_state_display()},
            code="state",
        )
    return found


def _changed(campaign: Campaign, state: Campaign.State, detail: Mapping[str, object]) -> Done[Campaign]:
    campaign.state = state
    campaign.save(update_fields=["state", "release"])
    campaign_changed.send(sender=Campaign, campaign=campaign)
    return Done(campaign, subject=f"campaign:{campaign.pk}", detail={"state": str(state), **detail})


def _require_sound(
    slug: str,
    goal: int,
    texts: Mapping[str, CampaignWords],
    addressees: Sequence[Mapping[str, str]],
    countries: Collection[str],
) -> None:
    if re.fullmatch(SLUG, slug) is None or Campaign.objects.filter(slug=slug).exists():
        raise Refused(
            _("This address is taken or not one that the site can have."),
            _("Use small letters, digits and single hyphens, as in 'save-my-friend'."),
            "slug",
        )
    if goal < 1 or not texts or not all(words.title and words.consent_text for words in texts.values()):
        raise Refused(_("A campaign needs a goal, and a title and a consent text in each language."), code="words")
    if not addressees or not all(addressees):
        raise Refused(_("A campaign needs somebody whom it asks."), code="addressee")
    if unknown := set(countries) - COUNTRIES:
        raise Refused(_("These are no countries: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}, code="country")
