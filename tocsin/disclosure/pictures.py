"""Pictures of a release: drawn anew, with faces made unknowable where that was chosen, and never edited afterwards."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from PIL import Image, ImageFilter

from tocsin.cases import vault
from tocsin.core.actions import Refused

from . import contexts
from .models import Dossier, PublicRelease, ReleasePicture, Statement
from .words import Line, Shown

WIDEST = 1280
QUALITY = 82
# A hidden part is first drawn with so few squares a side that nothing can be reckoned back, then softened.
SQUARES = 6
OVER = frozenset({PublicRelease.State.WITHDRAWN, PublicRelease.State.REFUSED, PublicRelease.State.ABORTED})


@dataclass(frozen=True)
class Part:
    """A rectangle of a picture in hundredths of its width and height, from the upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def pixels(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Left, upper, right, lower, within the picture. Raises ValueError for what is no part of it."""
        across, down = size
        left, upper = round(self.left * across / 100), round(self.top * down / 100)
        right = min(across, round((self.left + self.width) * across / 100))
        lower = min(down, round((self.top + self.height) * down / 100))
        if not (0 <= left < right and 0 <= upper < lower):
            raise ValueError("no part of the picture")
        return left, upper, right, lower


WHOLE = Part(0, 0, 100, 100)


@dataclass(frozen=True)
class ToldPicture:
    """A picture as it is shown in one language; ``alt`` describes it."""

    position: int
    body: bytes = field(repr=False)
    width: int
    height: int
    alt: str


def drawn(cleared: bytes, *, crop: Part | None = None, hide: Sequence[Part] = ()) -> bytes:
    """A JPEG of at most WIDEST pixels a side: cut to ``crop``, then with the parts of ``hide`` made unknowable.

    ``hide`` is measured on the picture before it is cut. Raises Refused (picture) for what is no picture or part.
    """
    try:
        whole = Image.open(io.BytesIO(cleared)).convert("RGB")
        for part in hide:
            _hide(whole, part.pixels(whole.size))
        if crop is not None:
            whole = whole.crop(crop.pixels(whole.size))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(_("This is no picture, or no part of it."), _("Choose another one."), code="picture") from error
    whole.thumbnail((WIDEST, WIDEST))
    target = io.BytesIO()
    Image.frombytes("RGB", whole.size, whole.tobytes()).save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()


def keep(release: PublicRelease, lines: Sequence[Line]) -> None:
    """Store the pictures of a proposal, each with the line that describes it; within the proposal's transaction."""
    for position, line in enumerate(lines, 1):
        if line.picture is not None:
            width, height = Image.open(io.BytesIO(line.picture)).size
            sha256 = hashlib.sha256(line.picture).digest()
            ReleasePicture.objects.create(
                release=release, position=position, body=line.picture, sha256=sha256, width=width, height=height
            )


def shown_by(release: PublicRelease) -> list[Shown]:
    """(position, SHA-256) of each picture, for the hash of the release."""
    return [(position, bytes(sha256)) for position, sha256 in release.pictures.values_list("position", "sha256")]


def pictures_of(release: PublicRelease, language: str) -> list[ToldPicture]:
    """The release's pictures with their descriptions in one language, in order; none where it is not told in it."""
    rows = Statement.objects.filter(release=release, language=language)
    told = dict(rows.values_list("position", "text"))
    pictures = ReleasePicture.objects.filter(release=release, sealed_body=None).order_by("position")
    return [
        ToldPicture(one.position, bytes(one.body), one.width, one.height, told[one.position])
        for one in pictures
        if one.position in told
    ]


def shown_now(release: PublicRelease) -> dict[int, bytes]:
    """The pictures of a release that is not over, by the position of their line."""
    rows = ReleasePicture.objects.filter(release=release, sealed_body=None).values_list("position", "body")
    return {position: bytes(body) for position, body in rows}


def seal_away(release: PublicRelease) -> None:
    """A release that is over keeps its pictures under the case's key alone, so that destroying it reaches them too."""
    if release.state not in OVER:
        raise ValueError("the release is not over")
    case_id = Dossier.objects.values_list("case_id", flat=True).get(release=release)
    key = vault.case_key(case_id)
    for one in ReleasePicture.objects.filter(release=release, sealed_body=None):
        context = contexts.picture(release.pk, one.position)
        one.sealed_body, one.body = key.seal(bytes(one.body), context.encode()), b""
        one.save(update_fields=["sealed_body", "body"])


def _hide(picture: Image.Image, box: tuple[int, int, int, int]) -> None:
    part = picture.crop(box)
    coarse = part.resize((min(SQUARES, part.width), min(SQUARES, part.height)), Image.Resampling.BOX)
    blurred = coarse.resize(part.size, Image.Resampling.NEAREST).filter(ImageFilter.GaussianBlur(max(part.size) / 24))
    picture.paste(blurred, box)
