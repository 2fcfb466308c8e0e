"""What Wagtail's editor offers for a post: releases by their words, and only those that may be told to the public."""

from __future__ import annotations

import itertools
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from tocsin.campaigns.models import Campaign
from tocsin.campaigns.queries import text_in
from tocsin.disclosure.models import PublicRelease
from tocsin.disclosure.queries import preparable, statements


class PostForm(WagtailAdminPageForm):  # type: ignore[misc]
    """What is meant for fewer people than the public, or not shown to campaigners yet, is not even listed: that there
    is one tells."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "release" in self.fields:
            told = Q(pk__in=preparable())
            mine = Q(pk=self.instance.release_id)  # so that a draft whose release was withdrawn can still be mended
            self.fields["release"].queryset = PublicRelease.objects.filter(told | mine).order_by("-proposed_at")
            self.fields["release"].label_from_instance = self._words
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "campaign" in self.fields:
            self.fields["campaign"].label_from_instance = self._title

    def clean_slug(self) -> str:
        """Wagtail makes it of the title, and finds no letter in a Korean one: then it stays, or is the day."""
        slug = "-".join(part for part in str(self.cleaned_data.get("slug") or "").split("-") if part)
        if slug or self.instance.slug:
            return slug or self.instance.slug
        day = timezone.localdate().isoformat()
        free = (f"{day}-{n}" if n > 1 else day for n in itertools.count(1))
        return next(each for each in free if Page._slug_is_available(each, self.parent_page, self.instance))

    def _title(self, campaign: Campaign) -> str:
        return text_in(campaign, self.instance.language).title

    def _words(self, release: PublicRelease) -> str:
        return Truncator(" ".join(statements(release, self.instance.language))).chars(110)
