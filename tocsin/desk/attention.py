"""'What needs attention': the home of the desk. What waits for one's roles, each with a way there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from tocsin.core.actions import Actor

from .notices import Notice
from .roles import actor_of
from .watches import WATCHES


class AttentionPanel(Component):
    template_name = "desk/attention.html"
    order = 1

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"notices": notices_for(actor_of(self.request))}


def notices_for(actor: Actor) -> list[Notice]:
    """What cannot wait first."""
    found = [notice for role, watch in WATCHES if role in actor.roles for notice in watch(actor)]
    return sorted(found, key=lambda notice: not notice.urgent)
