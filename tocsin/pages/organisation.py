"""The organisation as its pages name it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Organisation:
    """``address`` is the postal one in one line, without the name; ``email`` is where people write to.

    ``source`` is where the program's source is offered (AGPL-3.0, section 13), or ''.
    """

    name: str
    address: str
    email: str
    url: str
    source: str

    @property
    def host(self) -> str:
        return self.url.partition("://")[2]


def organisation() -> Organisation:
    """From the settings."""
    config = settings.TOCSIN
    name = config.organisation
    address = config.postal_address.removeprefix(f"{name}, ")
    return Organisation(name, address, config.organisation_email, config.public_url, config.source_url)
