"""Reading photographs that strangers made: what they are, what they say of themselves, and copies that say nothing.

A clean copy is drawn anew from the decoded pixels, so that nothing else of the file can be in it: no EXIF, XMP, IPTC,
comment, colour profile, embedded thumbnail or trailing bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from tocsin.core.actions import Refused

# A decoded picture takes up to four bytes for each.
MOST_PIXELS = 60_000_000
MOST_SAID = 200
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": "image/heic"}
LONGEST_SIDE = 2400
SMALL_SIDE = 480
QUALITY = 88

register_heif_opener()


def media_type(data: bytes) -> str:
    """The media type of a picture that can be decoded whole. Raises Refused (not_a_picture)."""
    return MEDIA_TYPES[_decoded(data).format or ""]


def says(data: bytes) -> list[tuple[str, str]]:
    """What the file says of itself in EXIF, (tag, value), at most so many: for the case's people, who may need it."""
    found = list(_tags(_decoded(data)))
    return [(name, value[:MOST_SAID]) for name, value in found[:MOST_SAID]]


def cleared(data: bytes, *, longest_side: int = LONGEST_SIDE) -> bytes:
    """A JPEG drawn anew from the pixels, upright, in sRGB, its longer side at most so many pixels. Raises Refused."""
    upright = ImageOps.exif_transpose(_decoded(data))
    picture = _as_srgb(upright)
    picture.thumbnail((longest_side, longest_side))
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _decoded(data: bytes) -> Image.Image:
    """The picture with all its pixels. Raises Refused (not_a_picture, picture_too_large)."""
    try:
        picture = Image.open(io.BytesIO(data), formats=tuple(MEDIA_TYPES))
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_large()
        picture.load()
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise Refused(
            _("This is no photograph that can be read."),
            _("JPEG, PNG, WebP and HEIC can; anything else may be added as a document."),
            code="not_a_picture",
        ) from error
    return picture


def _too_large() -> Refused:
    return Refused(
        _("This photograph has too many pixels."), _("Make it smaller and add it again."), code="picture_too_large"
    )


def _as_srgb(picture: Image.Image) -> Image.Image:
    """Colours as a reader without the profile must see them; what was transparent is white."""
    if profile := picture.info.get("icc_profile"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            plain = picture if picture.mode in ("RGB", "L", "CMYK") else picture.convert("RGB")
            return ImageCms.profileToProfile(plain, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or plain
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture.convert("RGB")
    if picture.has_transparency_data:
        with_alpha = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(ground, with_alpha).convert("RGB")
    return picture.convert("RGB")


def _tags(picture: Image.Image) -> Iterator[tuple[str, str]]:
    exif = picture.getexif()
    parts = [(exif, ExifTags.TAGS), (exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS)]
    for tags, names in [*parts, (exif.get_ifd(ExifTags.IFD.GPSInfo), ExifTags.GPSTAGS)]:
        for tag, value in tags.items():
            words = value if isinstance(value, str) else "" if isinstance(value, bytes) else str(value)
            if words.strip("\0 ") and tag in names:
                yield str(names[tag]), words.strip("\0 ")
