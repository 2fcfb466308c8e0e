"""What is told to whom: audiences, and items of a person or of a group. They name no table."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    PARTNERS = "partners", _("partners")
    DIPLOMATS = "diplomats", _("diplomats")
    UN = "un", _("United Nations")
    MEMBERS = "members", _("members and list")
    PUBLIC = "public", _("the public")


class Item(models.TextChoices):
    """What of a person or case a consent is about."""

    EXISTENCE = "existence", _("that the person is among them")
    NAME = "name", _("name")
    AGE = "age", _("age")
    SEX = "sex", _("sex")
    PHOTO = "photo", _("photograph")
    TIES = "ties", _("family ties")
    PLACE = "place", _("place")
    EVENT = "event", _("what happened")
    COUNT = "count", _("how many")


# What can be told of a group and of nobody in it.
OF_ALL = frozenset({Item.COUNT, Item.EVENT, Item.PLACE})
