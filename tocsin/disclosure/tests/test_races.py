"""Two people at once, each on a connection of their own, with everything committed."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator

import psycopg
import psycopg.sql
import pytest
from django.db import IntegrityError, connection, transaction

from tocsin.accounts.actors import system
from tocsin.cases.actions import add_name
from tocsin.core.actions import Refused
from tocsin.core.tests.database import superuser
from tocsin.disclosure import guard, guard_index, queries
from tocsin.disclosure.actions import approve_release, sweep_window, withdraw_consent, withdraw_release
from tocsin.disclosure.models import Consent, PublicRelease, Statement
from tocsin.front import publishing
from tocsin.front.models import Published

from .world import World

PATIENCE = 20


pytestmark = pytest.mark.django_db


def apart(test: Callable[[World], None]) -> Callable[[World], None]:
    """Run a test in a thread of its own, where no transaction of the test runner is open."""

    @functools.wraps(test)
    def run(world: World) -> None:
        outcome = Other(lambda: test(world)).ended()
        if isinstance(outcome, BaseException):
            raise outcome

    return run


@pytest.fixture
def world(database_port: int, db: None) -> Iterator[World]:
    """A committed world; everything that it left in the database is removed behind it."""
    guard_index.forget()
    with superuser(database_port) as admin:
        try:
            made = Other(World).ended()
            assert isinstance(made, World)
            yield made
        finally:
            clean(admin)


def clean(admin: psycopg.Connection) -> None:
    rooms = "^(core_audit$|front_published$|front_state$|accounts_staff|accounts_role|cases_|disclosure_)"
    tables = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ %s", [rooms])
    for (table,) in tables.fetchall():
        admin.execute(psycopg.sql.SQL("DELETE FROM {}").format(psycopg.sql.Identifier(table)))


class Other(threading.Thread):
    """Does one thing on a connection of its own; ``outcome`` is what came of it."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.outcome: object = None
        self.start()

    def run(self) -> None:
        try:
            self.outcome = self.work()
        except BaseException as error:
            self.outcome = error
        finally:
            connection.close()

    def waits(self) -> bool:
        self.join(0.4)
        return self.is_alive()

    def ended(self) -> object:
        self.join(PATIENCE)
        assert not self.is_alive()
        return self.outcome


def publish(release: PublicRelease, path: str) -> None:
    queries.require_publishable(release)
    body = b"<p>At least 31 people.</p>"
    passed = guard.pass_bytes(body, what=path)
    page = publishing.Guarded(body, passed.sha256, passed.guard_version)
    publishing.put_page(path=path, language="en", page=page, releases=[release.pk])


@apart
def test_what_is_being_published_is_darkened_too(world: World) -> None:
    release, mina = world.release(), world.mina
    with transaction.atomic():
        publish(release, "/en/campaigns/a/")
        withdrawal = Other(lambda: withdraw_release(actor=mina, release=release))
        assert withdrawal.waits()
        # Whoever begins now does not wait behind the withdrawal, and publishes nothing.
        late = Other(lambda: transaction.atomic(publish)(release, "/en/campaigns/b/")).ended()
    assert isinstance(withdrawal.ended(), PublicRelease)
    assert isinstance(late, Refused)
    assert late.code == "withdrawn"
    assert list(Published.objects.values_list("path", "status")) == [("/en/campaigns/a/", 410)]


@apart
def test_many_publish_at_once(world: World) -> None:
    release = world.release()
    with transaction.atomic():
        publish(release, "/en/campaigns/a/")
        assert Other(lambda: transaction.atomic(publish)(release, "/en/campaigns/b/")).ended() is None
    assert Published.objects.count() == 2


@apart
def test_consent_withdrawn_while_the_release_is_decided(world: World) -> None:
    """Whichever comes first, nobody is left believing that the release rests on a consent which is gone."""
    world.consent()
    release, adaeze = world.proposal(), world.adaeze
    with transaction.atomic():
        assert withdraw_consent(actor=world.mina, consent=Consent.objects.get(item="age")) == []
        deciding = Other(lambda: approve_release(actor=adaeze, release=release))
        assert deciding.waits()
    assert isinstance(deciding.ended(), Exception)
    release.refresh_from_db()
    assert release.state == "proposed"


@apart
def test_a_release_decided_first_is_told_to_whoever_withdraws_consent(world: World) -> None:
    world.consent()
    release, mina, consent = world.proposal(), world.mina, Consent.objects.get(item="age")
    with transaction.atomic():
        approve_release(actor=world.adaeze, release=release)
        withdrawing = Other(lambda: withdraw_consent(actor=mina, consent=consent))
        assert withdrawing.waits()
    assert withdrawing.ended() == [release]


@apart
def test_a_sweep_and_a_name_that_is_learnt_wait_for_each_other(world: World) -> None:
    """Else the sweep would give what was just read with the new name the verdict of the older index back."""
    with transaction.atomic():
        put_freely("/en/")
    publishing.renew_verdicts(["/en/"], guard_version=guard.current_version() - 1)  # so there is something to sweep
    with transaction.atomic():
        add_name(actor=world.mina, person=world.person, script="Latn", name="Yun Seora")
        sweeping = Other(lambda: sweep_window(actor=system("publishing")))
        assert sweeping.waits()
    assert sweeping.ended() == 0
    assert Published.objects.get().guard_version == publishing.current_guard_version()


def put_freely(path: str) -> None:
    body = b"<p>At least 31 people.</p>"
    passed = guard.pass_bytes(body, what=path)
    publishing.put_page(path=path, language="en", page=publishing.Guarded(body, passed.sha256, passed.guard_version))


@apart
def test_words_of_another_transaction_are_refused(world: World) -> None:
    """Without any trick: the release was committed, and its words are closed."""
    world.consent()
    release = world.proposal()
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        Statement.objects.create(release=release, position=3, language="en", text="more")
