"""What all our pages share: one address in the window, and one way to get there.

Wagtail has four ways to publish: the button, the schedule, the workflow and code. All of them announce
``page_published`` once the page is saved, and there the window is written (``receivers``). ``publish`` makes an
action of it: one transaction, audited, and a refusal leaves everything as it was.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from tocsin.accounts.models import Staff
from tocsin.front.figures import SLUG as FRONT_SLUG
from tocsin.pages import preview
from tocsin.pages.organisation import organisation
from tocsin.pages.publishing import publish_revision, publisher, take_back, underway

SLUG = re.compile(FRONT_SLUG)


class WindowPage(Page):
    """A page that is rendered to bytes when it is published; nothing of it is rendered on request."""

    class Meta:
        abstract = True

    # The window answers each address with the same bytes for all, so Wagtail's private pages cannot be had.
    private_page_options: list[str] = []

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def window_path(self) -> str:
        """The page's address in the window, from its slug as it stands."""
        raise NotImplementedError

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """So that Wagtail's links lead to the public site, which the desk does not serve."""
        sites = self._get_relevant_site_root_paths(request)
        return (sites[0].site_id, organisation().url, self.window_path) if sites else None

    def clean(self) -> None:
        super().clean()
        if self.slug and SLUG.fullmatch(self.slug) is None:
            raise ValidationError({"slug": _("Use small Latin letters, digits and single hyphens.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.live = False  # Wagtail would add it live, before anything was published
        elif self._goes_live() and not underway():
            raise ValidationError({"live": _("A page goes live only by being published.")})
        super().save(*args, **kwargs)

    def _goes_live(self) -> bool:
        same = {"pk": self.pk, "live": True, "live_revision_id": self.live_revision_id}
        return self.live and not type(self).objects.filter(**same).exists()

    def publish(self, revision: Revision, user: Staff | None = None, **kwargs: Any) -> Any:
        """Publish, render, have it guarded and put it into the window: all of it or, if Refused, nothing."""
        how = functools.partial(super().publish, revision, user=user, **kwargs)
        return publish_revision(actor=publisher(user), page=self, how=how)

    def unpublish(self, *args: Any, user: Staff | None = None, **kwargs: Any) -> Any:
        """Take it back and out of the window, or neither."""
        how = functools.partial(super().unpublish, *args, user=user, **kwargs)
        return take_back(actor=publisher(user), page=self, how=how)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The very bytes that publishing would make, with the desk's own stylesheet."""
        return HttpResponse(preview.of(self))
