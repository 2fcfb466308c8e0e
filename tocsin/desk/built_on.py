"""What was built on a release: what goes dark, or stops, when it is withdrawn, and what has left for good."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q

from tocsin.campaigns.models import Campaign
from tocsin.delivery.models import Handover, Outcome
from tocsin.disclosure.models import PublicRelease
from tocsin.front.models import Published
from tocsin.mailings.models import Envelope, Letter
from tocsin.pages.models import Comment, PostPage

HTML = "text/html"
WAITING = (Envelope.State.WAITING, Envelope.State.IN_FLIGHT, Envelope.State.DEFERRED)
LEFT = (Envelope.State.ACCEPTED, Envelope.State.UNCERTAIN)


@dataclass(frozen=True)
class Address:
    """One address of the window: its path, the whole of it, and whether it is shown now."""

    path: str
    whole: str
    shown: bool


@dataclass(frozen=True)
class Built:
    """``files`` are addresses that are no pages: pictures, feeds, figures. Letters know how many have left and wait.

    ``comments``: how many readers' comments stand below its posts; copies that others made are known to nobody.
    """

    pages: tuple[Address, ...]
    files: tuple[Address, ...]
    campaigns: tuple[Campaign, ...]
    posts: tuple[PostPage, ...]
    letters: tuple[Letter, ...]
    handovers: tuple[Handover, ...]
    outcomes: tuple[Outcome, ...]
    comments: int

    @property
    def nothing(self) -> bool:
        return not (self.pages or self.files or self.campaigns or self.posts or self.letters or self.handovers)

    @property
    def left(self) -> int:
        """Letters that have reached somebody, or may have."""
        return sum(letter.accepted for letter in self.letters)

    @property
    def waiting(self) -> int:
        """Letters that can still be stopped."""
        return sum(letter.waiting for letter in self.letters)

    @property
    def shown(self) -> int:
        """Addresses that answer now and will not afterwards."""
        return sum(one.shown for one in (*self.pages, *self.files))


def built_on(release: PublicRelease) -> Built:
    rows = Published.objects.filter(releases__contains=[release.pk]).order_by("path")
    found = [
        (Address(path, f"{settings.TOCSIN.public_url}{path}", status == 200), kind.startswith(HTML))
        for path, status, kind in rows.values_list("path", "status", "content_type")
    ]
    posts = PostPage.objects.filter(release=release).order_by("pk")
    return Built(
        pages=tuple(address for address, page in found if page),
        files=tuple(address for address, page in found if not page),
        campaigns=tuple(Campaign.objects.filter(release=release).order_by("slug")),
        posts=tuple(posts),
        letters=tuple(_letters(release)),
        handovers=tuple(_handovers(release)),
        outcomes=tuple(Outcome.objects.filter(release=release).select_related("campaign").order_by("pk")),
        comments=Comment.objects.filter(post__in=posts, state=Comment.State.APPROVED).count(),
    )


def _letters(release: PublicRelease) -> list[Letter]:
    left = Count("envelopes", filter=Q(envelopes__state__in=LEFT))
    waiting = Count("envelopes", filter=Q(envelopes__state__in=WAITING))
    return list(Letter.objects.filter(release=release).annotate(accepted=left, waiting=waiting).order_by("created_at"))


def _handovers(release: PublicRelease) -> list[Handover]:
    """Those made while the campaign told this release; for older rows, those of the campaigns that tell it now."""
    made = Q(release=release) | Q(release__isnull=True, campaign__release=release)
    return list(Handover.objects.filter(made).select_related("campaign", "addressee").order_by("pk"))
