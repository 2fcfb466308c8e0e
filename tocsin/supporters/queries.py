"""What may be known of supporters without opening them: on the desk too, so no sealed column and no index is read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from .models import Contact, Subscription, Suppression

READABLE = ("id", "language", "country", "since", "proven_at", "erased_at")


@dataclass(frozen=True)
class ListFigures:
    """How many are on the newsletter list, wait for confirmation, and left."""

    confirmed: int
    requested: int
    ended: int


def readable_contacts() -> QuerySet[Contact]:
    """Contacts by the columns that every process may read."""
    return Contact.objects.only(*READABLE)


def list_figures() -> ListFigures:
    rows = dict(Subscription.objects.values_list("state").annotate(Count("pk")).order_by())
    return ListFigures(*(rows.get(state, 0) for state in ("confirmed", "requested", "ended")))


def suppressions_by_reason() -> dict[str, int]:
    rows = dict(Suppression.objects.values_list("reason").annotate(Count("reason")).order_by())
    return {str(reason): rows.get(reason, 0) for reason in Suppression.Reason}
