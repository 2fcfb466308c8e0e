"""What Wagtail's editor offers for a post: releases by their words, and only those that may be told to the public."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.text import Truncator
from wagtail.admin.forms import WagtailAdminPageForm

from tocsin.disclosure.models import Audience, PublicRelease
from tocsin.disclosure.queries import statements


class PostForm(WagtailAdminPageForm):  # type: ignore[misc]
    """A proposal, and what is meant for fewer people than the public, is not even listed: that there is one tells."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "release" in self.fields:
            told = Q(state=PublicRelease.State.APPROVED, audience=Audience.PUBLIC)
            mine = Q(pk=self.instance.release_id)  # so that a draft whose release was withdrawn can still be mended
            self.fields["release"].queryset = PublicRelease.objects.filter(told | mine).order_by("-approved_at")
            self.fields["release"].label_from_instance = self._words

    def _words(self, release: PublicRelease) -> str:
        return Truncator(" ".join(statements(release, self.instance.language))).chars(110)
