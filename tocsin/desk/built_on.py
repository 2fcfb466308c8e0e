"""What was built on a release: what goes dark, or stops, when it is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q

from tocsin.campaigns.models import Campaign
from tocsin.disclosure.models import PublicRelease
from tocsin.front.models import Published
from tocsin.mailings.models import Envelope, Letter


@dataclass(frozen=True)
class Built:
    """``pages`` are (path, whole address, whether it is shown now); ``letters`` know how many of them have left."""

    pages: tuple[tuple[str, str, bool], ...]
    campaigns: tuple[Campaign, ...]
    letters: tuple[Letter, ...]


def built_on(release: PublicRelease) -> Built:
    left = Count("envelopes", filter=Q(envelopes__state=Envelope.State.ACCEPTED))
    rows = Published.objects.filter(releases__contains=[release.pk]).order_by("path").values_list("path", "status")
    return Built(
        pages=tuple((path, f"{settings.TOCSIN.public_url}{path}", status == 200) for path, status in rows),
        campaigns=tuple(Campaign.objects.filter(release=release).order_by("slug")),
        letters=tuple(Letter.objects.filter(release=release).annotate(accepted=left).order_by("created_at")),
    )
