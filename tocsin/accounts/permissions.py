"""Wagtail's own permissions, kept in step with the roles: a group for all active staff, and one for campaigners.

Wagtail knows nothing of our roles, so what its screens allow is derived here and never edited by hand: everybody
active may enter the desk; campaigners write, publish and moderate pages and choose pictures; nobody has more.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from .models import Role, RoleGrant, Staff

STAFF_GROUP = "Tocsin: staff"
CAMPAIGNERS_GROUP = "Tocsin: campaigners"
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
IMAGE_PERMISSIONS = ("add_image", "change_image", "choose_image")


def keep_in_step(staff: Staff) -> None:
    """Put a member of staff into exactly the groups that their granted roles give them."""
    everyone, campaigners = _staff_group(), _campaigners_group()
    campaigns = staff.grants.filter(role=Role.CAMPAIGNER, state=RoleGrant.State.GRANTED).exists()
    groups = [everyone, campaigners] if campaigns else [everyone]
    staff.groups.set(groups if staff.is_active else [])
    staff.user_permissions.clear()


def _staff_group() -> Group:
    group, _new = Group.objects.get_or_create(name=STAFF_GROUP)
    group.permissions.set(Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def _campaigners_group() -> Group:
    """The group with its rights below the roots of pages and collections, where Wagtail's migrations have made them."""
    group, _new = Group.objects.get_or_create(name=CAMPAIGNERS_GROUP)
    for page in Page.objects.filter(depth=1):
        for permission in _permissions("wagtailcore", PAGE_PERMISSIONS):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    for collection in Collection.objects.filter(depth=1):
        for permission in _permissions("wagtailimages", IMAGE_PERMISSIONS):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    group.permissions.set(_permissions("simple_translation", ("submit_translation",)))
    return group


def _permissions(app: str, codenames: tuple[str, ...]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=codenames))
