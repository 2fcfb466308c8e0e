"""What waits in a session lies in the database sealed."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from tocsin.accounts.session_store import SessionStore
from tocsin.core import keys
from tocsin.core.keyring import KeyMissing

pytestmark = pytest.mark.django_db
TYPED = {"typed": "Chon Pun-nyo asks for her daughter"}


def test_what_was_typed_comes_back_and_lies_nowhere_in_the_clear() -> None:
    store = SessionStore()
    store.update(TYPED)
    store.save()
    (row,) = Session.objects.all()
    for coat in ("Pun-nyo", "typed", "UHVuLW55b"):
        assert coat not in row.session_data
    assert dict(SessionStore(store.session_key)) == TYPED


@pytest.mark.parametrize("changed", ["", "nonsense", "AgE=", "eyJ0eXBlZCI6MX0="])
def test_what_does_not_open_is_an_empty_session(changed: str) -> None:
    assert SessionStore().decode(changed) == {}


def test_a_changed_byte_does_not_open() -> None:
    sealed = SessionStore().encode(TYPED)
    assert SessionStore().decode(sealed) == TYPED
    assert SessionStore().decode(sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]) == {}


def test_without_the_key_nobody_reads_it(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    sealed = SessionStore().encode(TYPED)
    monkeypatch.setattr(keys.settings, "TOCSIN_KEYS", tmp_path)
    assert SessionStore().decode(sealed) == {}
    with pytest.raises(KeyMissing):
        SessionStore().encode(TYPED)
