"""What a text is made of: headings, paragraphs, quotes and pictures, and nothing else."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

FEATURES = ["bold", "italic", "link", "ol", "ul"]


class Quote(blocks.StructBlock):
    text = blocks.TextBlock(label=_("words"))
    source = blocks.CharBlock(label=_("who says so"), required=False)

    class Meta:
        label = _("quote")
        icon = "openquote"


class Picture(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("what it shows"),
        help_text=_("For those who cannot see it. Nothing that leads to a person."),
        max_length=300,
    )
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=300)

    class Meta:
        label = _("picture")
        icon = "image"


class Body(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("heading"), icon="title", max_length=150)
    paragraph = blocks.RichTextBlock(label=_("paragraph"), icon="pilcrow", features=FEATURES)
    quote = Quote()
    picture = Picture()
