"""Who acts: staff with the roles they were granted, and the named parts of the system."""

from __future__ import annotations

from tocsin.core.actions import Actor

from .models import RoleGrant, Staff

SYSTEM_ACTORS = frozenset(
    {"letterbox", "counting", "mailing", "publishing", "installation", "retention", "expiry", "family-code"}
)


def actor_of(staff: Staff, *, second_factor: bool = False) -> Actor:
    """The member of staff with the roles granted now; nobody's roles once they have departed.

    ``second_factor``: whether they have shown it in the last minutes (``second_factor.recently_shown``).
    """
    granted = staff.grants.filter(state=RoleGrant.State.GRANTED).values_list("role", flat=True)
    roles = frozenset(granted) if staff.is_active else frozenset()
    return Actor(name=staff.name, staff_id=staff.pk, roles=roles, second_factor=second_factor)


def system(name: str) -> Actor:
    """A part of the system as an actor. Raises ValueError for a name that is not in ``SYSTEM_ACTORS``."""
    if name not in SYSTEM_ACTORS:
        raise ValueError(f"'{name}' is no system actor.")
    return Actor(name=f"system:{name}")
