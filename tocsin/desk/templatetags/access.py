"""Access to cases, on screens of other rooms' own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from tocsin.cases import access_queries
from tocsin.cases.models import Case

register = template.Library()


@register.simple_tag(takes_context=True)
def waits_for_a_second(context: Mapping[str, Any]) -> dict[str, Any]:
    """Exports and ends of cases for which whoever reads the screen may be the second person."""
    actor = context["view"].actor
    return {
        "exports": access_queries.exports_to_decide(actor),
        "destructions": access_queries.destructions_to_decide(actor),
    }


@register.filter
def case_number(case: Case) -> str:
    """As it is said on the telephone; only on screens of the case's own people."""
    return access_queries.number_of(case)
