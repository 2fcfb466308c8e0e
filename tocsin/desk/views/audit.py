"""The audit, for administrators: what was done outside of cases, and whether the chain holds."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy

from tocsin.core import audit
from tocsin.desk import audit_trail
from tocsin.desk.roles import ADMINISTRATOR

from .base import RoomView

ROWS = 50


class Audit(RoomView):
    roles = (ADMINISTRATOR,)
    template_name = "desk/audit.html"
    page_title = gettext_lazy("Audit")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, who = self.request.GET.get("kind", ""), self.request.GET.get("who", "").replace("\0", "").strip()
        entries = audit_trail.entries_for(self.actor)
        if kind in audit.kinds():
            entries = entries.filter(kind=kind)
        if who:
            entries = entries.filter(actor__icontains=who)
        page = Paginator(entries, ROWS).get_page(self.request.GET.get("p"))
        told = audit_trail.tell(self.actor, list(page.object_list))
        checked = audit.verify() if "verify" in self.request.GET else None
        return super().get_context_data(
            entries=page, told=told, kinds=sorted(audit.kinds()), kind=kind, who=who, checked=checked, **kwargs
        )
