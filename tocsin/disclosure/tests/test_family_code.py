"""The family's code: shown once, kept as a keyed hash, used through the letterbox; right or wrong, nothing tells."""

from __future__ import annotations

import time
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from tocsin.accounts.actors import system
from tocsin.cases.actions import open_case
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.code_words import new_code
from tocsin.core.keys import keyring
from tocsin.core.models import AuditEntry
from tocsin.disclosure import queries, tending
from tocsin.disclosure.actions import (
    approve_release,
    give_family_code,
    propose_release,
    record_consent,
    replace_family_code,
    revoke_family_code,
    use_family_code,
)
from tocsin.disclosure.family_codes import digest, find_code
from tocsin.disclosure.models import Dossier, FamilyCode
from tocsin.disclosure.words import Line
from tocsin.front import payloads
from tocsin.front.models import LetterboxTally, Published

from .test_release import put
from .world import World


def drop(code: str) -> None:
    """What the front does with a code that somebody typed."""
    at = int(time.time())
    payload = payloads.FamilyCode(language="ko", at=at, code=code)
    sealed = keyring().seal_key("reports").seal(payloads.encode(payload))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO front_letterbox (id, kind, hour, payload) VALUES (%s, 'family-code', to_timestamp(%s), %s)",
            [uuid.uuid4(), at - at % 3600, sealed],
        )


def outcomes() -> dict[str, int]:
    return dict(LetterboxTally.objects.filter(kind="family-code").values_list("outcome", "rows"))


def give(world: World) -> str:
    return give_family_code(actor=world.mina, case=world.case, holder="her daughter in Seoul")


def test_the_code_takes_back_what_is_public_within_a_round(world: World) -> None:
    release, code = world.release(), give(world)
    put("/en/campaigns/a/", b"told", release)
    waiting = world.proposal()
    drop(code)
    tending.take_family_codes()
    for one in (release, waiting):
        one.refresh_from_db()
        assert one.state == "withdrawn"
        dossier = Dossier.objects.get(release=one)
        assert (dossier.ended_by, dossier.withdrawn_by_id) == ("family", None)
    assert Published.objects.get().status == 410
    assert outcomes() == {"withdrawn": 1}
    used = AuditEntry.objects.get(kind="disclosure.family_code_used")
    assert used.actor == "system:family-code"
    assert set(used.detail["releases"]) == {str(release.pk), str(waiting.pk)}


def test_another_cases_release_stays(world: World) -> None:
    release, other = world.release(), open_case(actor=world.mina, title="Another")
    drop(give_family_code(actor=world.mina, case=other, holder="an aunt"))
    tending.take_family_codes()
    release.refresh_from_db()
    assert release.state == "approved"


def test_what_only_partners_read_stays(world: World) -> None:
    record_consent(
        actor=world.mina, case=world.case, person=None, item="count", audience="partners", until=None,
        giver="a brother", how="by letter",
    )  # fmt: skip
    quiet = propose_release(
        actor=world.mina, case=world.case, audience="partners", why_now="They asked.",
        lines=[Line({"en": "At least 31."}, [(None, "count")])],
    )  # fmt: skip
    approve_release(actor=world.adaeze, release=quiet)
    drop(give(world))
    tending.take_family_codes()
    quiet.refresh_from_db()
    assert quiet.state == "approved"


def test_a_wrong_code_does_nothing_and_no_number_of_them_stops_the_right_one(world: World) -> None:
    release, code = world.release(), give(world)
    for _ in range(60):
        drop(new_code())
    drop("not even words")
    drop(code)
    tending.take_family_codes()
    release.refresh_from_db()
    assert release.state == "withdrawn"
    assert outcomes() == {"wrong": 61, "withdrawn": 1}
    said = " ".join(f"{entry.subject} {entry.detail}" for entry in AuditEntry.objects.all())
    assert not any(word in said for word in code.split() if len(word) > 5)


def test_a_code_serves_once_and_not_after_it_was_replaced_or_revoked(world: World) -> None:
    old = give(world)
    fresh = replace_family_code(actor=world.haru, code=FamilyCode.objects.get())
    assert find_code(old) is None
    assert find_code(fresh) is not None
    assert [code.holder for code in queries.ledger(world.mina, world.case).codes] == ["her daughter in Seoul"] * 2
    revoke_family_code(actor=world.mina, code=FamilyCode.objects.get(revoked_at=None))
    assert find_code(fresh) is None
    last = give(world)
    drop(last)
    tending.take_family_codes()
    assert find_code(last) is None
    with pytest.raises(Refused) as refused:
        revoke_family_code(actor=world.mina, code=FamilyCode.objects.get(used_at__isnull=False))
    assert refused.value.code == "ended"
    assert refused.value.remedy


def test_the_database_holds_no_word_of_it(world: World) -> None:
    code = give(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(code)::text FROM disclosure_family_code AS code")
        ((row,),) = cursor.fetchall()
    assert not any(word in row for word in code.split())
    assert "daughter" not in row
    assert digest(code) != digest(new_code())


@pytest.mark.parametrize("who", ["jonas", "adaeze", "teo", "ruth"])
def test_outsiders_neither_give_nor_revoke_nor_use(world: World, who: str) -> None:
    give(world)
    outsider, code = world.actor(who), FamilyCode.objects.get()
    with pytest.raises(NotPermitted):
        give_family_code(actor=outsider, case=world.case, holder="me")
    for act in (revoke_family_code, replace_family_code, use_family_code):
        with pytest.raises(NotPermitted):
            act(actor=outsider, code=code)
    for part in ("publishing", "letterbox", "expiry"):
        with pytest.raises(NotPermitted):
            use_family_code(actor=system(part), code=code)


def test_raw_sql_neither_edits_nor_removes_nor_revives_a_code(world: World) -> None:
    give(world)
    for change in (
        "UPDATE disclosure_family_code SET digest = 'x'", "DELETE FROM disclosure_family_code",
        "UPDATE disclosure_family_code SET used_at = now(), revoked_at = now()",
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    revoke_family_code(actor=world.mina, code=FamilyCode.objects.get())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_family_code SET revoked_at = NULL")
