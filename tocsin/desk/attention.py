"""'What needs attention': what waits for somebody of one's roles, each with a way there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from tocsin.accounts.models import RoleGrant
from tocsin.core.actions import Actor
from tocsin.intake import queries as intake
from tocsin.intake.models import Report

from .roles import ADMINISTRATOR, CASEWORKER, actor_of
from .views.base import address


@dataclass(frozen=True)
class Notice:
    """One thing that waits: in words, where to go, and whether it cannot wait."""

    words: str
    address: str
    urgent: bool = False


class AttentionPanel(Component):
    template_name = "desk/attention.html"
    order = 1

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        notices = notices_for(actor_of(self.request))
        return {"notices": sorted(notices, key=lambda notice: not notice.urgent)}


def notices_for(actor: Actor) -> list[Notice]:
    return [notice for role, ask in WATCHES if role in actor.roles for notice in ask(actor)]


def new_reports(actor: Actor) -> Iterator[Notice]:
    if number := intake.visible_to(actor).filter(triage=Report.Triage.NEW).count():
        words = ngettext("%(n)d new report waits for triage.", "%(n)d new reports wait for triage.", number)
        yield Notice(words % {"n": number}, address("reports") + "?triage=new", urgent=True)


def proposed_roles(actor: Actor) -> Iterator[Notice]:
    waiting = RoleGrant.objects.filter(state=RoleGrant.State.PROPOSED).exclude(proposed_by=actor.staff_id)
    for grant in waiting.exclude(staff=actor.staff_id).select_related("staff"):
        told = {"name": grant.staff.name, "role": grant.get_role_display()}
        yield Notice(
            _("%(name)s is proposed as %(role)s: it takes your yes.") % told, address("role_confirm", grant.pk)
        )


WATCHES = [(CASEWORKER, new_reports), (ADMINISTRATOR, proposed_roles)]
