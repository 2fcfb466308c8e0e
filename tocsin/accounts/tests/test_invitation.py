"""The one-time link with which a newcomer sets their first password."""

from __future__ import annotations

import pytest
from django.test import Client

from tocsin.accounts import actions, invitations
from tocsin.accounts.actors import system
from tocsin.accounts.models import Role, Staff
from tocsin.core.models import AuditEntry

PASSWORD = "twelve bells at midnight"


@pytest.fixture
def ana(db: None) -> Staff:
    return actions.found_staff(
        actor=system("installation"),
        email="ana@org.example",
        name="Ana Ruiz",
        language="en",
        roles=[Role.ADMINISTRATOR],
    )


def test_the_link_sets_a_password_once(ana: Staff) -> None:
    path = invitations.path_for(ana)
    client = Client()
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    answer = client.post(form, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    ana.refresh_from_db()
    assert answer.status_code == 200
    assert ana.check_password(PASSWORD)
    entry = AuditEntry.objects.get(kind="accounts.access_changed")
    assert (entry.actor, entry.subject, entry.detail) == ("Ana Ruiz", f"staff:{ana.pk}", {"what": "password_reset"})
    spent = Client().get(path, follow=True)
    assert b'name="password1"' not in spent.content


def test_a_changed_link_sets_nothing(ana: Staff) -> None:
    path = invitations.path_for(ana)
    changed = path[:-2] + ("a/" if path[-2] != "a" else "b/")
    page = Client().get(changed, follow=True)
    assert b'name="password1"' not in page.content
    ana.refresh_from_db()
    assert not ana.has_usable_password()
