"""Erasing a person and suppressing an address; staff cannot: only the worker knows whose it is."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from tocsin.accounts.actors import system
from tocsin.core.actions import Actor, NotPermitted
from tocsin.core.models import AuditEntry
from tocsin.supporters import actions, contacts, queries, subscriptions, suppression, vault
from tocsin.supporters.models import Contact, Subscription, Suppression
from tocsin.supporters.tests.people import contact_of, this_hour

pytestmark = pytest.mark.django_db
ANN, BOB = "ann@example.org", "bob@example.net"
RETENTION, MAILING = system("retention"), system("mailing")


def person(email: str, name: str = "Ann Example", language: str = "en", country: str = "KR") -> Contact:
    (found,) = contacts.find_or_make([contacts.Newcomer(email, name, language, country, this_hour())])
    assert found is not None
    return Contact.objects.get(pk=found.id)


def test_erasure_leaves_nothing_but_the_id_and_the_hash() -> None:
    ann, bob = person(ANN), person(BOB)
    Subscription.objects.create(contact=ann, state="requested", language="en", requested_at=this_hour())
    actions.erase_contact(actor=RETENTION, contact=ann)
    row = Contact.objects.values().get(pk=ann.pk)
    assert row["erased_at"] == this_hour()
    assert (row["sealed_address"], row["sealed_name"], row["blind_index"]) == (None, None, None)
    assert (row["language"], row["country"]) == ("", "")
    assert Subscription.objects.get().state == "ended"
    suppressed = Suppression.objects.get()
    assert (bytes(suppressed.blind_index), suppressed.reason) == (vault.index_of(ANN), "erased")
    with pytest.raises(vault.Erased):
        vault.address_of(Contact.objects.get(pk=ann.pk))
    assert vault.address_of(contact_of(BOB)) == BOB
    assert bob.erased_at is None


def test_the_audit_names_nobody() -> None:
    ann = person(ANN)
    actions.erase_contact(actor=RETENTION, contact=ann)
    entry = AuditEntry.objects.get()
    assert (entry.subject, entry.detail) == (f"contact:{ann.pk}", {})


def test_erasing_twice_changes_nothing() -> None:
    ann = person(ANN)
    actions.erase_contact(actor=RETENTION, contact=ann)
    person(ANN)  # comes anew
    actions.erase_contact(actor=RETENTION, contact=ann)
    assert contact_of(ANN).erased_at is None


@pytest.mark.parametrize("stronger", [Suppression.Reason.COMPLAINED, Suppression.Reason.BOUNCED])
def test_a_complaint_outlives_erasure_and_every_wish(stronger: Suppression.Reason) -> None:
    ann = person(ANN)
    actions.suppress(actor=MAILING, contact=ann, reason=stronger)
    suppression.bar([ann.pk], Suppression.Reason.UNSUBSCRIBED, this_hour())
    suppression.lift_by_own_wish([ann.pk])
    assert suppression.reasons([ann.pk]) == {ann.pk: stronger}
    actions.erase_contact(actor=RETENTION, contact=ann)
    assert Suppression.objects.get().reason == stronger
    assert contacts.find_or_make([contacts.Newcomer(ANN, "", "en", "", this_hour())]) == [None]


def test_erased_rows_are_empty_says_the_database() -> None:
    ann = person(ANN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=ann.pk).update(erased_at=this_hour())


@pytest.mark.parametrize("actor", [system("counting"), Actor("Ruth", 1, frozenset({"administrator", "campaigner"}))])
def test_staff_and_other_parts_do_neither(actor: Actor) -> None:
    ann = person(ANN)
    with pytest.raises(NotPermitted):
        actions.erase_contact(actor=actor, contact=ann)
    with pytest.raises(NotPermitted):
        actions.suppress(actor=actor, contact=ann, reason=Suppression.Reason.BOUNCED)
    assert not Suppression.objects.exists()
    assert contact_of(ANN).erased_at is None


def test_a_stranger_does_not_rename_a_proven_person() -> None:
    ann = person(ANN)
    assert vault.name_of(person(ANN, name="Ann Renamed")) == "Ann Renamed"
    contacts.prove([ann.pk], this_hour())
    again = person("ANN@example.org", name="A Stranger", language="ko", country="US")
    assert (again.pk, vault.name_of(again), again.language, again.country) == (ann.pk, "Ann Renamed", "en", "KR")


def test_a_batch_of_people_is_two_statements() -> None:
    rows = [contacts.Newcomer(f"p{i % 30}@example.org", "", "en", "", this_hour()) for i in range(90)]
    counter = _Counter()
    with connection.execute_wrapper(counter):
        found = contacts.find_or_make(rows)
    assert counter.statements == 2
    assert len({each.id for each in found if each}) == Contact.objects.count() == 30
    assert [each.id for each in found[:30] if each] == [each.id for each in found[30:60] if each]


class _Counter:
    statements = 0

    def __call__(self, execute: object, *arguments: object) -> object:
        self.statements += 1
        return execute(*arguments)  # type: ignore[operator]


def test_what_the_desk_may_read_has_no_sealed_column() -> None:
    person(ANN)
    (row,) = queries.readable_contacts()
    assert row.get_deferred_fields() == {"sealed_address", "sealed_name", "blind_index"}
    assert queries.suppressions_by_reason()["complained"] == 0


def test_nothing_to_request() -> None:
    assert subscriptions.request([]) == []
    assert contacts.find_or_make([]) == []
    assert contacts.known(["no address"]) == [b""]
