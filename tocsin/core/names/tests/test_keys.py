"""Two writings of one name share a key in each part; two names do not."""

from __future__ import annotations

import pytest

from tocsin.core.names import search_keys, spellings


def matches(query: str, name: str) -> bool:
    return all(any(part & other for other in search_keys(name)) for part in search_keys(query))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Kim Young-hee", "김영희"), ("KIM YONG HUI", "김영희"), ("Younghee Kim", "김영희"), ("Gim Yeonghui", "김영희"),
        ("영희", "Kim Young Hee"), ("Kim Yŏng-hŭi", "Kim Younghee"), ("younghee", "김영희"), ("Lee", "이영희"),
        ("리영희", "이영희"), ("Ri Yong Hui", "이영희"), ("Park Chul-soo", "박철수"), ("Pak Ch'ŏl-su", "박철수"),
        ("Ким", "Kim"), ("Mohammed", "محمد"), ("Muhammad", "Mohamed"), ("Ivanov", "Иванов"), ("Heo Jun", "허준"),
        ("김 영희", "김영희"), ("Nguyen", "Nguyễn Văn Bảo"), ("NGUYEN BAO", "Nguyễn Văn Bảo"),
        ("kimyounghee", "김영희"),
    ],
)  # fmt: skip
def test_a_spelling_finds_its_name(query: str, name: str) -> None:
    assert matches(query, name)
    assert matches(name, name)


@pytest.mark.parametrize(
    ("query", "name"), [("Park Young-hee", "김영희"), ("Kim Chul-soo", "김영희"), ("영수", "김영희"), ("", "")]
)
def test_another_name_is_not_found(query: str, name: str) -> None:
    assert not matches(query, name) or not query


def test_spellings_hold_the_usual_ones() -> None:
    ways = {way.casefold() for way in spellings("김영희")}
    assert {"김영희", "김 영희", "kim young-hee", "kim yong-hui", "gim yeong-hui", "young-hee kim"} <= ways
