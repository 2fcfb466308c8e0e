"""What administrators are told of the installation: the recovery file, and rows that could not be read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from tocsin.desk.roles import ADMINISTRATOR
from tocsin.front.models import LetterboxPoisoned

from .base import RoomView


class Recovery(RoomView):
    roles = (ADMINISTRATOR,)
    template_name = "desk/recovery.html"
    page_title = gettext_lazy("The recovery file")
    header_icon = "key"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(file=settings.TOCSIN.home / "recovery" / "recovery.txt", **kwargs)


class Poisoned(RoomView):
    roles = (ADMINISTRATOR,)
    template_name = "desk/poisoned.html"
    page_title = gettext_lazy("Rows that could not be read")
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = LetterboxPoisoned.objects.order_by("-hour").only("id", "kind", "hour", "why")
        return super().get_context_data(rows=rows, **kwargs)
