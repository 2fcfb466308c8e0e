"""Finding a person by name: in any spelling, in one's own cases alone, over an index that tells a thief nothing."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection

from tocsin.accounts.actors import system
from tocsin.cases import name_index, search, vault
from tocsin.cases.actions import add_name, add_person, open_case
from tocsin.cases.models import Case, Person
from tocsin.cases.models.access import CaseView, IndexedName, NameKey
from tocsin.core.actions import NotPermitted
from tocsin.core.names import search_keys

from .conftest import Desk


def add(desk: Desk, names: list[tuple[str, str]], *, case: Case | None = None, part: str = "member") -> Person:
    return add_person(
        actor=desk.actor("mina"), case=case or desk.case, part=part, naming="named", description="a woman of 70",
        names=names,
    )  # fmt: skip


def found(desk: Desk, name: str, who: str = "haru") -> list[str]:
    return [names for one in search.find_person(desk.actor(who), name) for names in one.names]


@pytest.mark.parametrize(
    "asked",
    [
        "김영희",
        "Kim Young-hee",
        "KIM YONG HUI",
        "Kim Yŏng-hŭi",
        "Gim Yeonghui",
        "Younghee Kim",
        "영희",
        "Kim",
        "金英姬",
    ],
)
def test_in_any_spelling(desk: Desk, asked: str) -> None:
    add(desk, [("Hang", "김영희"), ("Hani", "金英姬")])
    assert "김영희" in found(desk, asked) or "金英姬" in found(desk, asked)


def test_not_everybody(desk: Desk) -> None:
    add(desk, [("Hang", "김영희")])
    for asked in ("박영수", "Kim Chol-su", "", " - ", "Ivanov", "x" * 5000):
        assert found(desk, asked) == []


def test_a_name_that_came_later_and_a_relative_outside(desk: Desk) -> None:
    person = add(desk, [], part="relative")
    assert found(desk, "Yun Seora") == []
    add_name(actor=desk.actor("mina"), person=person, script="Hang", name="윤서라")
    (one,) = search.find_person(desk.actor("haru"), "Yun Seora")
    assert (one.names, one.part, one.description, one.case_title) == (
        ("윤서라",), "relative", "a woman of 70", "Thirty-one",
    )  # fmt: skip


def test_only_within_the_cases_that_the_searcher_may_see(desk: Desk) -> None:
    other = open_case(actor=desk.actor("jonas"), title="Jonas's own")
    add_person(
        actor=desk.actor("jonas"), case=other, part="member", naming="named", description="a boy",
        names=[("Hang", "김영희")],
    )  # fmt: skip
    add(desk, [("Hang", "김영희")])
    assert [one.case_id for one in search.find_person(desk.actor("jonas"), "Kim Young-hee")] == [other.pk]
    assert [one.case_id for one in search.find_person(desk.actor("haru"), "Kim Young-hee")] == [desk.case.pk]
    for who in ("adaeze", "teo", "ruth"):
        with pytest.raises(NotPermitted):
            search.find_person(desk.actor(who), "Kim Young-hee")


def test_each_hit_is_written_down_and_a_miss_is_not(desk: Desk) -> None:
    person = add(desk, [("Hang", "김영희")])
    found(desk, "박영수")
    assert not CaseView.objects.filter(what="search").exists()
    found(desk, "김영희")
    assert list(CaseView.objects.filter(what="search").values_list("staff__name", "subject")) == [
        ("Haru", str(person.pk))
    ]


def test_the_index_has_no_plain_and_no_unkeyed_key(desk: Desk) -> None:
    name = "김영희"
    add(desk, [("Hang", name)])
    other = open_case(actor=desk.actor("mina"), title="Another")
    add(desk, [("Hang", name)], case=other)
    keys = {one for part in search_keys(name) for one in part}
    blinded = [bytes(key) for key in NameKey.objects.values_list("key", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM cases_name_key AS t")
        said = cursor.fetchone()[0]
    for key in keys:
        for algorithm in ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s"):
            assert hashlib.new(algorithm, key.encode()).hexdigest()[:32] not in said
        assert key.encode().hex() not in said
    mine, theirs = (
        set(NameKey.objects.filter(name__person__case=case).values_list("key", flat=True))
        for case in (desk.case, other)
    )
    assert not {bytes(one) for one in mine} & {bytes(one) for one in theirs}
    assert len(set(blinded)) == len(blinded)


def test_a_part_does_not_show_how_many_spellings_it_has(desk: Desk) -> None:
    add(desk, [("Hang", "이영희"), ("Hang", "남영희"), ("Latn", "Ivanov Pyotr")])
    sizes: dict[tuple[int, int], int] = {}
    for name, part in NameKey.objects.values_list("name_id", "part"):
        sizes[name, part] = sizes.get((name, part), 0) + 1
    assert all(size % name_index.PADDED == 0 for size in sizes.values())


def test_without_the_cases_key_nothing_is_found(desk: Desk) -> None:
    add(desk, [("Hang", "김영희")])
    vault.destroy_key(desk.case.pk)
    assert found(desk, "김영희") == []


def test_indexing_anew_takes_only_what_is_not_up_to_date(desk: Desk) -> None:
    add(desk, [("Hang", "김영희"), ("Latn", "Kim Young-hee")])
    installation = system("installation")
    assert name_index.reindex_names(actor=installation) == 0
    IndexedName.objects.update(scheme=0)
    NameKey.objects.all().delete()
    assert found(desk, "김영희") == []
    assert name_index.reindex_names(actor=installation) == 2
    assert found(desk, "김영희")
    with pytest.raises(NotPermitted):
        name_index.reindex_names(actor=desk.actor("ruth"))
