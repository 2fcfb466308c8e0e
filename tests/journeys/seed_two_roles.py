"""Run within an instance, as the desk: let Mina be a campaigner too, as in a small organisation."""

from __future__ import annotations

import django

django.setup()

from tocsin.accounts.actions import propose_role  # noqa: E402
from tocsin.accounts.actors import actor_of  # noqa: E402
from tocsin.accounts.models import Staff  # noqa: E402
from tocsin.desk.story.cast import address_of  # noqa: E402

if __name__ == "__main__":
    ruth = Staff.objects.get(email=address_of("ruth"))
    mina = Staff.objects.get(email=address_of("mina"))
    if not mina.grants.filter(role="campaigner").exists():
        propose_role(actor=actor_of(ruth, second_factor=True), staff=mina, role="campaigner")
