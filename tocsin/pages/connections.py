"""Connecting this room to what it listens to; imported once Django's models are loaded."""

from __future__ import annotations

from django.db.models.signals import pre_delete
from wagtail.signals import page_published, page_unpublished, post_page_move

from tocsin.campaigns.signals import campaign_changed
from tocsin.delivery.signals import delivered
from tocsin.disclosure.signals import hear_correction, hear_withdrawal, release_approved

from . import comments, receivers
from .rendered import blog, campaign, home

# Importing them registers what they do.
REGISTERED = (blog, campaign, home, comments)


def connect() -> None:
    """Listen, in the transaction of whoever announces."""
    page_published.connect(receivers.page_published)
    page_unpublished.connect(receivers.page_unpublished)
    post_page_move.connect(receivers.page_moved)
    pre_delete.connect(receivers.page_deleted)
    campaign_changed.connect(receivers.campaign_changed)
    delivered.connect(receivers.campaign_changed)
    release_approved.connect(receivers.release_approved)
    hear_withdrawal(receivers.release_withdrawn)
    hear_correction(receivers.release_superseded)
