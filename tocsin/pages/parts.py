"""The blocks of a text as its template shows them, and the pictures in it as bytes of their own."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PIL import Image, ImageOps

from tocsin.disclosure.queries import ToldPicture

from .outputs import Output

WIDEST = 1280
QUALITY = 82


@dataclass(frozen=True)
class Picture:
    """A published picture: its address and size in pixels."""

    path: str
    width: int
    height: int


@dataclass(frozen=True)
class ReleasedPicture:
    """A picture of a release, and its description in the page's language."""

    picture: Picture
    alt: str

    @property
    def path(self) -> str:
        return self.picture.path


@dataclass(frozen=True)
class Part:
    kind: str
    value: Any
    picture: Picture | None = None


def parts_of(body: Iterable[Any], owner: str, releases: frozenset[UUID]) -> tuple[list[Part], list[Output]]:
    """A StreamField's parts, and the outputs of its pictures, which go dark with the same releases.

    ``owner`` is the address of the page: each page has its pictures to itself, as their releases may differ.
    """
    parts, outputs = [], []
    for block in body:
        picture = None
        if block.block_type == "picture":
            picture, output = publish_picture(block.value["image"], owner)
            outputs.append(replace(output, releases=releases))
        parts.append(Part(block.block_type, block.value, picture))
    return parts, outputs


def publish_picture(image: Any, owner: str) -> tuple[Picture, Output]:
    """A Wagtail image as a JPEG of at most WIDEST pixels, made of its pixels alone: no EXIF, XMP, profile or name."""
    with image.get_willow_image() as willow:
        willow.f.seek(0)
        pixels = ImageOps.exif_transpose(Image.open(io.BytesIO(willow.f.read())))
    return _published(pixels, owner)


def publish_released(told: ToldPicture, release_id: UUID, owner: str) -> tuple[ReleasedPicture, Output]:
    """A release's picture, its bytes just as they were approved, at an address that tells nothing of it.

    ``owner`` is the address of the page, as for its other pictures.
    """
    picture, output = _at_address(told.body, (told.width, told.height), f"{owner}:{release_id}")
    return ReleasedPicture(picture, told.alt), replace(output, releases=frozenset({release_id}))


def _published(pixels: Image.Image, owner: str) -> tuple[Picture, Output]:
    rgba = pixels.convert("RGBA")
    rgba.thumbnail((WIDEST, WIDEST * 4))
    plain = Image.new("RGB", rgba.size, "white")
    plain.paste(rgba, mask=rgba.getchannel("A"))
    target = io.BytesIO()
    plain.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return _at_address(target.getvalue(), plain.size, owner)


def _at_address(body: bytes, size: tuple[int, int], owner: str) -> tuple[Picture, Output]:
    path = f"/static/pictures/picture.{hashlib.sha256(owner.encode() + body).hexdigest()[:32]}.jpg"
    return Picture(path, *size), Output(path=path, language="", body=body, content_type="image/jpeg")
