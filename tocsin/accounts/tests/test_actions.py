"""Coming, getting roles, going; with Ruth and Ivo (administrators), Mina (caseworker) and an outsider."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tocsin.accounts import actions, actors
from tocsin.accounts.models import Role, RoleGrant, Staff
from tocsin.core.actions import Actor, NotPermitted, Refused
from tocsin.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def found(name: str, *roles: str) -> Staff:
    return actions.found_staff(
        actor=actors.system("installation"),
        email=f"{name.lower()}@tocsin.example",
        name=name,
        language="en",
        roles=roles,
        password="a long password of tests",
    )


def proven(staff: Staff) -> Actor:
    return actors.actor_of(staff, second_factor=True)


@pytest.fixture
def ruth() -> Staff:
    return found("Ruth", Role.ADMINISTRATOR)


@pytest.fixture
def ivo() -> Staff:
    return found("Ivo", Role.ADMINISTRATOR)


@pytest.fixture
def mina() -> Staff:
    return found("Mina", Role.CASEWORKER)


def test_only_the_installation_founds(ruth: Staff) -> None:
    for actor in (proven(ruth), actors.system("mailing")):
        with pytest.raises(NotPermitted):
            actions.found_staff(actor=actor, email="x@tocsin.example", name="X", language="en", roles=[])


def test_actor_has_the_granted_roles_and_no_others(ruth: Staff, mina: Staff) -> None:
    actions.propose_role(actor=proven(ruth), staff=mina, role=Role.APPROVER)
    assert actors.actor_of(mina).roles == {"caseworker"}


def test_unknown_system_actor_is_refused() -> None:
    with pytest.raises(ValueError):
        actors.system("nobody")


def test_invited_staff_have_no_password_no_role_and_one_link(ruth: Staff, mina: Staff) -> None:
    with pytest.raises(NotPermitted):
        actions.invite_staff(actor=proven(mina), email="new@tocsin.example", name="New", language="ko")
    new = actions.invite_staff(actor=proven(ruth), email="New@tocsin.example", name="New", language="ko")
    assert not new.has_usable_password()
    assert new.email == "new@tocsin.example"
    assert not actors.actor_of(new).roles
    assert actions.issue_invitation(actor=proven(ruth), staff=new).startswith("/accounts/password/reset/key/")
    with pytest.raises(Refused, match="account with this address"):
        actions.invite_staff(actor=proven(ruth), email="new@tocsin.example", name="Twin", language="en")


def test_no_invitation_into_a_colleagues_account(ruth: Staff, mina: Staff) -> None:
    with pytest.raises(Refused) as refusal:
        actions.issue_invitation(actor=proven(ruth), staff=mina)
    assert refusal.value.code == "has_password"


def test_one_administrator_grants_ordinary_roles(ruth: Staff, mina: Staff) -> None:
    grant = actions.propose_role(actor=proven(ruth), staff=mina, role=Role.CAMPAIGNER)
    assert grant.state == RoleGrant.State.GRANTED
    assert actors.actor_of(mina).roles == {"caseworker", "campaigner"}


def test_approver_takes_two_people(ruth: Staff, ivo: Staff, mina: Staff) -> None:
    grant = actions.propose_role(actor=proven(ruth), staff=mina, role=Role.APPROVER)
    with pytest.raises(Refused) as refusal:
        actions.confirm_role(actor=proven(ruth), grant=grant)
    assert refusal.value.code == "second_person"
    actions.confirm_role(actor=proven(ivo), grant=grant)
    assert "approver" in actors.actor_of(mina).roles


def test_an_account_that_nobody_has_claimed_becomes_no_approver(ruth: Staff, ivo: Staff) -> None:
    new = actions.invite_staff(actor=proven(ruth), email="new@tocsin.example", name="New", language="en")
    grant = actions.propose_role(actor=proven(ruth), staff=new, role=Role.APPROVER)
    with pytest.raises(Refused) as refusal:
        actions.confirm_role(actor=proven(ivo), grant=grant)
    assert refusal.value.code == "unclaimed"
    new.set_password("a bell in the fog")
    new.save()
    actions.confirm_role(actor=proven(ivo), grant=grant)
    assert "approver" in actors.actor_of(new).roles


def test_the_database_too_wants_two_people_for_an_approver(ruth: Staff, mina: Staff) -> None:
    for confirmed_by in (None, ruth):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(
                staff=mina, role="approver", state="granted", proposed_by=ruth, confirmed_by=confirmed_by
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(staff=mina, role="campaigner", state="granted", proposed_by=mina)


def test_nobody_grants_to_themselves(ruth: Staff, ivo: Staff) -> None:
    with pytest.raises(Refused):
        actions.propose_role(actor=proven(ruth), staff=ruth, role=Role.APPROVER)
    grant = actions.propose_role(actor=proven(ruth), staff=ivo, role=Role.APPROVER)
    with pytest.raises(Refused):
        actions.confirm_role(actor=proven(ivo), grant=grant)


def test_granting_asks_for_the_second_factor_and_for_the_role(ruth: Staff, mina: Staff) -> None:
    with pytest.raises(Refused) as refusal:
        actions.propose_role(actor=actors.actor_of(ruth), staff=mina, role=Role.CAMPAIGNER)
    assert refusal.value.code == "second_factor"
    with pytest.raises(NotPermitted):
        actions.propose_role(actor=proven(mina), staff=ruth, role=Role.CAMPAIGNER)


def test_superuser_means_nothing(mina: Staff, ruth: Staff) -> None:
    mina.is_superuser = True
    mina.save()
    with pytest.raises(NotPermitted):
        actions.propose_role(actor=proven(mina), staff=ruth, role=Role.CAMPAIGNER)


def test_the_last_administrator_stays(ruth: Staff, ivo: Staff) -> None:
    actions.depart_staff(actor=proven(ruth), staff=ivo)
    with pytest.raises(Refused) as refusal:
        actions.end_role(actor=proven(ruth), grant=ruth.grants.get())
    assert refusal.value.code == "last_administrator"


def test_departure_ends_everything(ruth: Staff, mina: Staff, client) -> None:
    client.force_login(mina)
    session = client.session.session_key
    with pytest.raises(NotPermitted):
        actions.depart_staff(actor=proven(mina), staff=ruth)
    gone = actions.depart_staff(actor=proven(ruth), staff=mina)
    assert not gone.is_active
    assert not gone.groups.exists()
    assert not gone.grants.exclude(state="ended").exists()
    assert not actors.actor_of(gone).roles
    assert not client.session.exists(session)
    assert AuditEntry.objects.get(kind="accounts.staff_departed").detail == {"sessions_ended": 1}


def test_nobody_departs_by_their_own_hand(ruth: Staff, ivo: Staff) -> None:
    with pytest.raises(Refused) as refusal:
        actions.depart_staff(actor=proven(ruth), staff=ruth)
    assert refusal.value.code == "second_person"


def test_wagtail_allows_what_the_role_needs_and_no_more(ruth: Staff, mina: Staff) -> None:
    assert mina.get_all_permissions() == {"wagtailadmin.access_admin"}
    grant = actions.propose_role(actor=proven(ruth), staff=mina, role=Role.CAMPAIGNER)
    groups = {"Tocsin: staff", "Tocsin: campaigners"}
    assert set(mina.groups.values_list("name", flat=True)) == groups
    actions.end_role(actor=proven(ruth), grant=grant)
    assert set(mina.groups.values_list("name", flat=True)) == {"Tocsin: staff"}
