"""Staff: who they are, and the roles that they were granted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member of staff may be trusted with; policies ask for these and for nothing else."""

    CASEWORKER = "caseworker", _("caseworker")
    APPROVER = "approver", _("approver")
    CAMPAIGNER = "campaigner", _("campaigner")
    ADMINISTRATOR = "administrator", _("administrator")


class StaffAccounts(BaseUserManager["Staff"]):
    """Finds and makes staff accounts; what Django asks of a user model."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        staff = self.model(email=self.normalize_email(email).lower(), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser, PermissionsMixin):
    """A member of staff. ``is_superuser`` is never set by the product and means nothing to its policies."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(auto_now_add=True)
    departed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[StaffAccounts] = StaffAccounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "accounts_staff"
        constraints = [
            models.CheckConstraint(
                condition=Q(departed_at__isnull=True) | Q(is_active=False), name="departed_staff_are_inactive"
            )
        ]

    def __str__(self) -> str:
        return self.name

    # Wagtail and allauth ask a user model for these.
    @property
    def is_staff(self) -> bool:
        return self.is_active

    @property
    def first_name(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def get_username(self) -> str:
        return self.email


class RoleGrant(models.Model):
    """A role proposed for a member of staff by one administrator; approver needs a second one to confirm it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for a second administrator")
        GRANTED = "granted", _("granted")
        ENDED = "ended", _("ended")

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_role_grant"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role"], condition=~Q(state="ended"), name="one_open_grant_per_role"
            ),
            # The installation's own first grants (proposed_by is null) are the only ones by nobody.
            models.CheckConstraint(
                condition=~Q(role="approver", state="granted")
                | Q(proposed_by__isnull=True)
                | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("proposed_by"))),
                name="approver_takes_two_people",
            ),
            models.CheckConstraint(
                condition=(Q(proposed_by__isnull=True) | ~Q(proposed_by=F("staff")))
                & (Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("staff"))),
                name="nobody_grants_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.state})"


OPEN_GRANTS = (RoleGrant.State.PROPOSED, RoleGrant.State.GRANTED)
