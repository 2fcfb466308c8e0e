"""A page as its editor sees it before it is published: the bytes that would go into the window, their slots filled."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import escape

from tocsin.core.actions import Refused
from tocsin.front.server import slots

from . import assets
from .outputs import outputs_of


def of(page: Any) -> bytes:
    """HTML. Where the page could not be published, the reason and the remedy instead."""
    try:
        first = outputs_of(page)[0]
    except Refused as refusal:
        return f"<!doctype html><title>-</title><p>{escape(refusal.message)} {escape(refusal.remedy)}</p>".encode()
    body = slots.fill(first.body, first.language, {}) if first.slots else first.body
    return body.replace(assets.style_path().encode(), static(assets.STYLE).encode())
