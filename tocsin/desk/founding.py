"""What a new instance needs before anybody can work in it: people, the website's own pages, the standing letter."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from tocsin.accounts.actions import found_staff
from tocsin.accounts.actors import system
from tocsin.accounts.models import Role, Staff
from tocsin.core.actions import Refused
from tocsin.mailings.actions import prepare_subscription_letter
from tocsin.pages.setup import found_site


@dataclass(frozen=True)
class Newcomer:
    """A first administrator; ``parse`` reads 'Name <address>'."""

    name: str
    email: str

    @classmethod
    def parse(cls, text: str) -> Newcomer:
        """Raises Refused (newcomer)."""
        name, email = parseaddr(text)
        try:
            validate_email(email)
        except ValidationError:
            name = ""
        if not name:
            raise Refused(_("This names nobody."), _("Write it as 'Name <address>'."), code="newcomer")
        return cls(name, email)


def found_administrators(newcomers: list[Newcomer], language: str) -> list[Staff]:
    """Make the first administrators, without a password. Raises Refused (founded) where there are people already."""
    if Staff.objects.exists():
        raise Refused(
            _("This instance has people already."), _("An administrator can invite more on the desk."), code="founded"
        )
    installation = system("installation")
    roles = [Role.ADMINISTRATOR]
    return [
        found_staff(actor=installation, email=one.email, name=one.name, language=language, roles=roles)
        for one in newcomers
    ]


def found_public_side() -> None:
    """Publish the website's own pages, and the letter that answers those who subscribe. May be repeated."""
    found_site(actor=system("installation"))
    prepare_subscription_letter(actor=system("installation"))
