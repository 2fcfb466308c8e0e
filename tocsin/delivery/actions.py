"""Handing a petition over, and recording what came of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.campaigns.models import Addressee, Campaign
from tocsin.campaigns.tree.queries import standing
from tocsin.core.actions import Actor, Done, Refused, action
from tocsin.core.dates import UncertainDate
from tocsin.disclosure.models import PublicRelease
from tocsin.disclosure.queries import require_publishable

from . import policy
from .models import Handover, Outcome, Reply
from .signals import delivered


@action("delivery.handover_recorded", policy=policy.may_deliver)
def record_handover(
    *, actor: Actor, campaign: Campaign, addressee: Addressee, handed_over: UncertainDate, how: str
) -> Done[Handover]:
    """The petition was given to an addressee: with the campaign's count at this moment, which nobody types.

    Raises Refused where the campaign is not before the public, or asks somebody else.
    """
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    if campaign.state not in Campaign.PUBLIC:
        raise Refused(_("This campaign is not before the public."), _("Publish it first."), "state")
    if addressee.campaign_id != campaign.pk:
        raise Refused(_("This campaign does not ask that addressee."), _("Choose one of its own."), "addressee")
    if not how.strip():
        raise Refused(_("How was it handed over?"), _("Say it in a few words: in person, by post."), "words")
    tree = standing(campaign)
    handover = Handover.objects.create(
        campaign=campaign, addressee=addressee, signatures=campaign.signature_count, handed_over=handed_over,
        release_id=campaign.release_id,
        tree_size=tree.size if tree else None, tree_root=tree.root if tree else "",
        tree_standing=tree.standing if tree else None, how=how.strip(), recorded_by_id=policy.staff_id(actor),
    )  # fmt: skip
    delivered.send(sender=Handover, campaign=campaign)
    return Done(handover, subject=f"handover:{handover.pk}", detail={"signatures": handover.signatures})


@action("delivery.reply_recorded", policy=policy.may_deliver)
def record_reply(
    *, actor: Actor, handover: Handover, kind: Reply.Kind | str, as_of: UncertainDate, text: str = ""
) -> Done[Reply]:
    """What the addressee answered, or that there was no reply by then; a later reply takes the place of an earlier.

    Raises Refused where an answer has no words.
    """
    kind = Reply.Kind(kind)
    if kind == Reply.Kind.ANSWERED and not text.strip():
        raise Refused(_("An answer has words."), _("Give what was answered, or choose 'acknowledged'."), "words")
    Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)
    reply, _made = Reply.objects.update_or_create(
        handover=handover, defaults={"kind": kind, "as_of": as_of, "text": text.strip()}
    )
    delivered.send(sender=Reply, campaign=handover.campaign)
    return Done(reply, subject=f"handover:{handover.pk}", detail={"kind": str(kind)})


@action("delivery.outcome_recorded", policy=policy.may_deliver)
def record_outcome(
    *, actor: Actor, campaign: Campaign, release: PublicRelease, kind: Outcome.Kind | str, as_of: UncertainDate
) -> Done[Outcome]:
    """What happened, told to everyone in the words of a release that may be published. Raises Refused."""
    # Locked, so that it is withdrawn before or after this, and not meanwhile.
    release = PublicRelease.objects.select_for_update(no_key=True).get(pk=release.pk)
    require_publishable(release)
    outcome = Outcome.objects.create(
        campaign=campaign, release=release, kind=Outcome.Kind(kind), as_of=as_of, recorded_by_id=policy.staff_id(actor)
    )
    delivered.send(sender=Outcome, campaign=campaign)
    return Done(outcome, subject=f"campaign:{campaign.pk}", detail={"kind": str(kind), "release": str(release.pk)})
