"""Photographs and documents: sealed as they came, and out only as what they are, or as pixels drawn anew."""

from __future__ import annotations

import io
import struct
import uuid
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from tocsin.cases import attachments, pictures, queries
from tocsin.cases.actions import add_attachment, add_person, end_attachment, open_case
from tocsin.cases.attachment_actions import MOST_BYTES
from tocsin.cases.documents import plain_name
from tocsin.cases.models import Attachment, CaseView
from tocsin.core.actions import NotPermitted, Refused

from .conftest import Desk

SECRET = "Yanji market, Yun Seora"


def photograph(format_: str = "JPEG", *, orientation: int = 1) -> bytes:
    """A photograph that tells, in every place that its format has, where it was taken."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = SECRET, orientation
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SECRET.encode()
    file = io.BytesIO()
    more = {"comment": SECRET.encode()} if format_ == "JPEG" else {}
    if format_ == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Comment", SECRET)
    Image.linear_gradient("L").convert("RGB").resize((120, 80)).save(
        file, format_, exif=exif, icc_profile=profile, **more
    )
    return file.getvalue() + SECRET.encode()


def bomb() -> bytes:
    """A PNG of 100,000 by 100,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def add(desk: Desk, data: bytes, kind: str = "photo", file_name: str = "IMG_0001.jpg") -> Attachment:
    return add_attachment(actor=desk.actor("mina"), case=desk.case, kind=kind, data=data, file_name=file_name)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_kept_whole_and_leaves_clean(desk: Desk, format_: str) -> None:
    whole = photograph(format_)
    attachment = add(desk, whole)
    assert SECRET.encode() not in bytes(attachment.sealed_body)
    opened, data = attachments.original(desk.actor("haru"), attachment)
    assert data == whole
    assert ("ImageDescription", SECRET) in opened.metadata
    clean = attachments.cleared_picture(desk.actor("haru"), attachment)
    assert b"Yanji" not in clean
    assert b"Exif" not in clean
    assert b"ICC_PROFILE" not in clean
    picture = Image.open(io.BytesIO(clean))
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (120, 80), "RGB")
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_who_took_a_file_out_is_written_down(desk: Desk) -> None:
    attachment = add(desk, photograph())
    attachments.original(desk.actor("haru"), attachment)
    seen = CaseView.objects.get(what="attachment")
    assert (seen.staff_id, seen.subject) == (desk.staff["haru"].pk, str(attachment.pk))


def test_a_clean_copy_stands_upright_and_is_not_too_large(desk: Desk) -> None:
    turned = attachments.cleared_picture(desk.actor("mina"), add(desk, photograph(orientation=6)))
    assert Image.open(io.BytesIO(turned)).size == (80, 120)
    small = attachments.cleared_picture(desk.actor("mina"), add(desk, photograph()), longest_side=60)
    assert Image.open(io.BytesIO(small)).size == (60, 40)


def test_what_was_transparent_is_white() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file, "PNG")
    assert Image.open(io.BytesIO(pictures.cleared(file.getvalue()))).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (photograph()[:600], "not_a_picture"),
        (b"GIF89a" + bytes(20), "not_a_picture"),
        (bomb(), "picture_too_large"),
        (b"x" * (MOST_BYTES + 1), "file_too_large"),
    ],
)
def test_what_is_no_photograph_is_refused(desk: Desk, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        add(desk, data)
    assert refused.value.code == code
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        ("편지".encode(), "text/plain"),
        (photograph(), "image/jpeg"),
    ],
)
def test_documents_are_known_by_their_bytes(desk: Desk, data: bytes, content_type: str) -> None:
    attachment = add(desk, data, "document", "anything.exe")
    opened, body = attachments.original(desk.actor("mina"), attachment)
    assert (opened.content_type, body) == (content_type, data)
    with pytest.raises(Refused) as refused:
        attachments.cleared_picture(desk.actor("mina"), attachment)
    assert refused.value.code == "not_a_picture"


@pytest.mark.parametrize("data", [b"MZ\x90\0", b"PK\x03\x04 and no more", b"\x7fELF\0"])
def test_other_files_are_refused(desk: Desk, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        add(desk, data, "document")
    assert refused.value.code == "not_a_document"


@pytest.mark.parametrize("who", ["jonas", "adaeze", "teo", "ruth"])
def test_nobody_else_finds_it(desk: Desk, who: str) -> None:
    attachment = add(desk, photograph())
    for look in (
        lambda: attachments.attachment_for(desk.actor(who), attachment.pk),
        lambda: attachments.attachment_for(desk.actor(who), uuid.uuid4()),
        lambda: attachments.original(desk.actor(who), attachment),
        lambda: attachments.cleared_picture(desk.actor(who), attachment),
    ):
        with pytest.raises(NotPermitted):
            look()


def test_a_removed_file_is_found_no_more(desk: Desk) -> None:
    attachment = add(desk, photograph())
    end_attachment(actor=desk.actor("haru"), attachment=attachment)
    with pytest.raises(NotPermitted):
        attachments.original(desk.actor("mina"), attachment)
    assert queries.opened_case(desk.actor("mina"), desk.case).attachments[0].ended
    with pytest.raises(Refused) as refused:
        end_attachment(actor=desk.actor("haru"), attachment=attachment)
    assert refused.value.code == "ended"


def test_a_file_is_of_a_person_of_the_case(desk: Desk) -> None:
    other = open_case(actor=desk.actor("mina"), title="Another")
    stranger = add_person(
        actor=desk.actor("mina"), case=other, part="member", naming="unnamed", description="a stranger"
    )
    with pytest.raises(Refused) as refused:
        add_attachment(
            actor=desk.actor("mina"), case=desk.case, kind="photo", data=photograph(), file_name="a", person=stranger
        )
    assert refused.value.code == "other_case"


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("IMG.jpg", "IMG.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\seora\\photo.png", "photo.png"),
        ("a\r\nSet-Cookie: b.txt", "aSet-Cookie: b.txt"),
        ("사진.jpg", "사진.jpg"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_files_name_is_its_last_part(named: str, kept: str) -> None:
    assert plain_name(named) == kept
