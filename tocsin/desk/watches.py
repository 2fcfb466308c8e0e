"""What each role watches. A watch asks one query and says what waits; it shows nobody more than their rooms do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.accounts.models import RoleGrant
from tocsin.campaigns.queries import disagreeing
from tocsin.cases import queries as cases
from tocsin.core.actions import Actor
from tocsin.delivery.queries import awaiting_reply
from tocsin.disclosure import queries as disclosure
from tocsin.disclosure.watch import capped
from tocsin.front.models import LetterboxPoisoned
from tocsin.intake import queries as intake
from tocsin.intake.models import Report
from tocsin.mailings.models import Envelope, Letter
from tocsin.pages import queries as pages

from . import access_watches, door_watches, instance, intake_watches, reach
from .notices import Notice
from .roles import ADMINISTRATOR, APPROVER, CAMPAIGNER, CASEWORKER
from .views.base import address

RECENT = dt.timedelta(days=7)


def new_reports(actor: Actor) -> Iterator[Notice]:
    if number := intake.visible_to(actor).filter(triage=Report.Triage.NEW).count():
        words = ngettext("%(n)d new report waits for triage.", "%(n)d new reports wait for triage.", number)
        yield Notice(words % {"n": number}, address("reports") + "?triage=new", urgent=True)


def ran_into_names(actor: Actor) -> Iterator[Notice]:
    since = timezone.now() - RECENT
    for found in [one for one in disclosure.guard_refusals(actor) if one.at >= since][:5]:
        words = _("The guard stopped words of %(who)s with a name from your case, on %(day)s.")
        told = {"who": found.actor, "day": date_format(found.at)}
        yield Notice(words % told, address("case_guard", found.cases[0]))


def held_back(actor: Actor) -> Iterator[Notice]:
    for staff in capped(actor):
        words = _("The guard reads no more of what %(name)s writes: it stopped them too often within a day.")
        yield Notice(words % {"name": staff.name}, address("guard_lift", staff.pk), urgent=True)


def to_decide(actor: Actor) -> Iterator[Notice]:
    if number := sum(one.may_decide for one in disclosure.to_decide(actor)):
        words = ngettext("%(n)d release waits for your decision.", "%(n)d releases wait for your decision.", number)
        yield Notice(words % {"n": number}, address("decisions"), urgent=True)
    if number := len(disclosure.decisions_to_confirm(actor)):
        words = ngettext(
            "%(n)d decision in somebody's best interests waits for a second person.",
            "%(n)d decisions in somebody's best interests wait for a second person.",
            number,
        )
        yield Notice(words % {"n": number}, address("decisions"))


def pages_in_trouble(actor: Actor) -> Iterator[Notice]:
    for found in disclosure.attention(actor):
        words = _("The guard took %(path)s out of the window: it knows a name in it now.")
        yield Notice(words % {"path": found.path}, reverse("wagtailadmin_explore_root"), urgent=True)
    for trouble in pages.troubles(actor):
        there = reverse("wagtailadmin_pages:edit", args=[trouble.page_id])
        yield Notice(f"“{trouble.page}”: {trouble.message} {trouble.remedy}".strip(), there, urgent=True)


def waiting_comments(actor: Actor) -> Iterator[Notice]:
    if number := pages.waiting_comments(actor).count():
        words = ngettext("%(n)d comment waits for moderation.", "%(n)d comments wait for moderation.", number)
        yield Notice(words % {"n": number}, address("comments"))


def letters(actor: Actor) -> Iterator[Notice]:
    uncertain = Envelope.objects.filter(state=Envelope.State.UNCERTAIN).values("letter")
    found = {
        _("“%(subject)s” is ready to be sent."): Letter.objects.filter(state=Letter.State.READY),
        _("“%(subject)s” was stopped before it reached everybody."): Letter.objects.filter(
            kind__in=Letter.BROADCAST, state=Letter.State.STOPPED, ended_at__gte=timezone.now() - RECENT
        ),
        _("Of some letters “%(subject)s” it is not known whether they arrived."): Letter.objects.filter(
            pk__in=uncertain
        ),
    }
    for words, which in found.items():
        for letter in which.order_by("-created_at"):
            yield Notice(words % {"subject": reach.subject(letter)}, address("letter", letter.pk))


def campaigns(actor: Actor) -> Iterator[Notice]:
    for campaign in disagreeing():
        words = _("The recount of %(campaign)s does not agree with its count.") % {"campaign": campaign.slug}
        yield Notice(words, address("campaign", campaign.pk), urgent=True)
    for handover in awaiting_reply():
        words = _("No reply to the handover of %(campaign)s is recorded yet.") % {"campaign": handover.campaign.slug}
        yield Notice(words, address("campaign", handover.campaign_id))


def proposed_roles(actor: Actor) -> Iterator[Notice]:
    waiting = RoleGrant.objects.filter(state=RoleGrant.State.PROPOSED).exclude(proposed_by=actor.staff_id)
    for grant in waiting.exclude(staff=actor.staff_id).select_related("staff"):
        told = {"name": grant.staff.name, "role": grant.get_role_display()}
        words = _("%(name)s is proposed as %(role)s: it takes your yes.")
        yield Notice(words % told, address("role_confirm", grant.pk), urgent=True)


def recovery_file(actor: Actor) -> Iterator[Notice]:
    if not instance.recovery_confirmed():
        words = _("The recovery file is not confirmed: if the keys are lost, every case is lost.")
        yield Notice(words, address("recovery"), urgent=True)


def poisoned_rows(actor: Actor) -> Iterator[Notice]:
    if number := LetterboxPoisoned.objects.count():
        words = ngettext(
            "%(n)d row of the letterbox could not be read and was set aside.",
            "%(n)d rows of the letterbox could not be read and were set aside.",
            number,
        )
        yield Notice(words % {"n": number}, address("poisoned"))


def risk_to_review(actor: Actor) -> Iterator[Notice]:
    """The actor's cases in which a judgement of the risk is older than its day."""
    for case_id in cases.overdue_risks(actor):
        yield Notice(_("The risk in one of your cases is to be weighed again."), address("case", case_id) + "#risk")


WATCHES: list[tuple[str, Callable[[Actor], Iterator[Notice]]]] = [
    *((CASEWORKER, watch) for watch in access_watches.OF_CASES),
    *((APPROVER, watch) for watch in access_watches.OF_SECONDS),
    *((CASEWORKER, watch) for watch in (new_reports, ran_into_names, risk_to_review)),
    *((CASEWORKER, watch) for watch in (intake_watches.news, intake_watches.situations)),
    *((role, intake_watches.situations_told) for role in (APPROVER, CAMPAIGNER)),
    *door_watches.WATCHES,
    (APPROVER, to_decide),
    *((CAMPAIGNER, watch) for watch in (pages_in_trouble, waiting_comments, letters, campaigns)),
    *((ADMINISTRATOR, watch) for watch in (proposed_roles, recovery_file, poisoned_rows, held_back)),
]
