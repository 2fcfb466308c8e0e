"""Each case has its own key, kept outside the database, wrapped, and bound to its place."""

from __future__ import annotations

import shutil
import stat
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from tocsin.cases import vault
from tocsin.core.keyring import KeyExposed, KeyMissing
from tocsin.core.sealing import SealingError


@pytest.fixture
def case_id() -> Iterator[uuid.UUID]:
    made = uuid.uuid4()
    vault.new_key(made)
    yield made
    vault._path(made).unlink(missing_ok=True)


def test_what_is_sealed_opens(case_id: uuid.UUID) -> None:
    sealed = vault.seal(case_id, "person.description:1", "70세 여성")
    assert "여성".encode() not in sealed
    assert vault.open_text(case_id, "person.description:1", sealed) == "70세 여성"


@hypothesis_settings(max_examples=30, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"])), context=st.text(min_size=1, max_size=20))
def test_any_text_in_any_place(text: str, context: str) -> None:
    made = uuid.uuid4()
    vault.new_key(made)
    assert vault.open_text(made, context, vault.seal(made, context, text)) == text
    vault._path(made).unlink()


def test_it_opens_in_no_other_place_and_no_other_case(case_id: uuid.UUID) -> None:
    other = uuid.uuid4()
    vault.new_key(other)
    sealed = vault.seal(case_id, "person.description:1", "a woman of 70")
    with pytest.raises(SealingError):
        vault.open_text(case_id, "person.description:2", sealed)
    with pytest.raises(SealingError):
        vault.open_text(other, "person.description:1", sealed)
    vault._path(other).unlink()


def test_a_changed_value_does_not_open(case_id: uuid.UUID) -> None:
    sealed = vault.seal(case_id, "a", "a woman of 70")
    for at in range(len(sealed)):
        with pytest.raises(SealingError):
            vault.open_text(case_id, "a", sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])


def test_a_destroyed_key_is_gone_at_once(case_id: uuid.UUID) -> None:
    sealed = vault.seal(case_id, "a", "a woman of 70")
    vault._path(case_id).unlink()
    with pytest.raises(KeyMissing):
        vault.open_text(case_id, "a", sealed)
    with pytest.raises(KeyMissing):
        vault.seal(case_id, "a", "more")


def test_a_key_is_never_made_twice(case_id: uuid.UUID) -> None:
    before = vault._path(case_id).read_bytes()
    with pytest.raises(FileExistsError):
        vault.new_key(case_id)
    assert vault._path(case_id).read_bytes() == before
    assert not list(vault._path(case_id).parent.glob(".*"))


def test_the_keystore_is_for_the_desk_alone(case_id: uuid.UUID) -> None:
    path = vault._path(case_id)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o640)
    with pytest.raises(KeyExposed):
        vault.case_key(case_id)


def test_a_wrapped_key_opens_no_other_case(case_id: uuid.UUID) -> None:
    other = uuid.uuid4()
    shutil.copy(vault._path(case_id), vault._path(other))
    with pytest.raises(SealingError):
        vault.case_key(other)
    vault._path(other).unlink()


def test_without_the_organisation_key_nothing_opens(case_id: uuid.UUID, settings: Settings, tmp_path: Path) -> None:
    sealed = vault.seal(case_id, "a", "a woman of 70")
    elsewhere = tmp_path / "keys"
    shutil.copytree(vault._path(case_id).parent, elsewhere / "cases")
    settings.TOCSIN_KEYS = elsewhere
    with pytest.raises(KeyMissing):
        vault.open_text(case_id, "a", sealed)


def test_the_key_itself_is_not_in_its_file(case_id: uuid.UUID) -> None:
    assert vault.case_key(case_id).secret not in vault._path(case_id).read_bytes()
