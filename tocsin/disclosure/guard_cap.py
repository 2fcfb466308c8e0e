"""How often one person may run into other people's cases: the guard is an oracle, and this is how fast it can be asked.

Counted from the audit, over a day, without what stands in cases of their own. Then everything of theirs that the guard
would read waits, whatever it says; what takes words back never does.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from tocsin.cases import queries as cases
from tocsin.core import acting, audit
from tocsin.core.actions import Actor, Refused
from tocsin.core.models import AuditEntry

MOST_A_DAY = 12
DAY = dt.timedelta(hours=24)
LIFTED = "disclosure.guard_cap_lifted"
# The last word of the kinds of actions that take back, end or stop; nothing of the guard may stand in their way.
TAKES_BACK = ("withdrawn", "aborted", "ended", "stopped", "darkened", "discarded", "removed", "refused", "destroyed")


def require_below() -> None:
    """Raises Refused (guard_capped) where the acting person has asked too much."""
    under_way = acting.current()
    if under_way is None or under_way.actor.staff_id is None or under_way.kind.endswith(TAKES_BACK):
        return
    if "guard_runs" not in under_way.known:
        under_way.known["guard_runs"] = runs(under_way.actor)
    if under_way.known["guard_runs"] >= MOST_A_DAY:  # type: ignore[operator]
        raise Refused(
            _("The guard has stopped your words too often within a day."),
            _("What you have written is kept. Go on tomorrow, or ask an administrator to let you go on."),
            code="guard_capped",
        )


def runs(actor: Actor) -> int:
    """How often the guard has stopped them within a day, or since an administrator let them go on, in others' cases."""
    since = timezone.now() - DAY
    lifted = AuditEntry.objects.filter(kind=LIFTED, subject=f"staff:{actor.staff_id}", at__gte=since)
    last = lifted.order_by("-sequence").values_list("at", flat=True).first()
    found = AuditEntry.objects.filter(
        kind=audit.REFUSAL, staff_id=actor.staff_id, detail__code="sealed_name", at__gte=last or since
    ).values_list("detail", flat=True)
    mine = {str(case_id) for case_id in cases.assigned_ids(actor)}
    return sum(bool(set(detail.get("cases", ())) - mine) or not detail.get("cases") for detail in found)
