"""Days and countries as open data; and an attacker who keeps all public bytes, day after day, singles nobody out."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tocsin.campaigns.counting import count, recount_campaign
from tocsin.campaigns.days import close_days, days_of
from tocsin.campaigns.models import Campaign, CountJournal, Signature
from tocsin.campaigns.small_figures import COVERS, STEP, figures_to_show
from tocsin.front import open_data
from tocsin.front.models import Published
from tocsin.front.publishing import put_open_data
from tocsin.front.tests.posting import drain, post

from .crowd import COUNTING, confirm, sign

NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()


def journalled(campaign: Campaign, *days_ago: int) -> None:
    for number in days_ago:
        hour = (NOW - dt.timedelta(days=number)).replace(minute=0, second=0, microsecond=0)
        row, _made = CountJournal.objects.get_or_create(
            campaign=campaign, country="KR", hour=hour, defaults={"change": 0}
        )
        row.change += 1
        row.save()


def shown(campaign: Campaign, name: str) -> str:
    return bytes(Published.objects.get(path=f"/campaigns/{campaign.slug}/{name}").body).decode()


def test_each_day_that_is_over_is_told_once_and_for_ever(campaign: Campaign) -> None:
    journalled(campaign, 3, 3, 1, 0)
    assert close_days(campaign)
    day = dt.timedelta(days=1)
    told = {TODAY - 3 * day: 2, TODAY - 2 * day: 2, TODAY - day: 3}
    assert days_of(campaign) == told
    journalled(campaign, 2)  # it came late
    assert not close_days(campaign)
    assert days_of(campaign) == told


def test_the_window_holds_days_and_countries(campaign: Campaign) -> None:
    journalled(campaign, 1)
    post(*[sign(f"p{number}@example.org", country="KR") for number in range(21)])
    drain()
    post(*[confirm(row) for row in Signature.objects.all()])
    drain()
    count(actor=COUNTING)
    assert json.loads(shown(campaign, "days.json")) == {"days": {(TODAY - dt.timedelta(days=1)).isoformat(): 1}}
    assert list(csv.DictReader(io.StringIO(shown(campaign, "days.csv")))) == [
        {"day": (TODAY - dt.timedelta(days=1)).isoformat(), "signatures": "1"}
    ]
    assert shown(campaign, "countries.csv") == "country,signatures\nKR,20\n"


def test_the_nightly_recount_sees_a_tree_that_does_not_agree(campaign: Campaign) -> None:
    assert recount_campaign(actor=COUNTING, campaign=campaign).agrees
    post(sign("p@example.org"))
    drain()
    Signature.objects.update(in_tree=True)
    recount_campaign(actor=COUNTING, campaign=campaign)
    campaign.refresh_from_db()
    assert campaign.recount_agrees is False


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("days.csv", b"day,signatures\n2026-01-02,5\n2026-01-01,4\n"),
        ("days.json", b'{"days":{"Kim":5}}'),
        ("countries.csv", b"country,signatures\nKR,5\nKR,6\n"),
        ("countries.csv", b"country,signatures\nQQ,5\n"),
        ("countries.csv", b"Kim Young-hee\n"),
    ],
)
def test_nothing_else_is_open_data(db: None, name: str, body: bytes) -> None:
    with pytest.raises(ValueError, match="open data"):
        put_open_data(campaign="x", tables={name: body})
    in_order = name == "days.csv" or body.count(b"KR") > 1
    sql = (
        "INSERT INTO front_published (path, language, status, content_type, headers, body, etag, slots, messages,"
        " releases, origins, source, live_version, updated) VALUES (%s, '', 200, %s, '{}', %s,"
        " left(encode(sha256(%s), 'hex'), 32), false, '{}', '{}', '{}', 'worker', 0, now())"
    )
    path = f"/campaigns/x/{name}"
    if not in_order:  # the database knows the shape; that it is in order, the front
        with connection.cursor() as cursor, pytest.raises(Exception, match="front_published_figures"):
            cursor.execute(sql, [path, open_data.content_type(path), body, body])


# -- the attacker: counts of five countries, one of them never published, moving from day to day

CODES = ("KR", "US", "DE", "FR", "CN")
DAYS = st.lists(st.dictionaries(st.sampled_from(CODES), st.integers(-3, 400), max_size=5), min_size=1, max_size=8)


def played(days: list[dict[str, int]]) -> list[tuple[int, Mapping[str, int], dict[str, int]]]:
    """(total, published countries, true counts) of each day."""
    counts: dict[str, int] = dict.fromkeys(CODES, 0)
    covers: frozenset[str] = frozenset()
    told = []
    for changes in days:
        counts = {code: max(counts[code] + changes.get(code, 0), 0) for code in CODES}
        found = figures_to_show(counts, never=["CN"], covers=covers)
        covers = found.covers
        told.append((sum(counts.values()), found.shown, dict(counts)))
    return told


@given(DAYS)
def test_subtracting_public_figures_of_all_days_singles_nobody_out(days: list[dict[str, int]]) -> None:
    """What the attacker can know of a country's change between two days is never narrower than STEP either way."""
    told = played(days)
    for (before, shown_before, _), (after, shown_after, _) in pairwise(told):
        for code in CODES:
            if code in shown_before and code in shown_after:
                # The true change lies anywhere within STEP - 1 around the published one: one person is never seen.
                assert (shown_after[code] - shown_before[code]) % STEP == 0
        hidden = after - sum(shown_after.values()) - (before - sum(shown_before.values()))
        if shown_before and shown_after:
            # The rest's change is of at least COVERS + 1 countries and of the remainders: no one country's.
            assert len([code for code in CODES if code not in shown_after]) >= COVERS + 1
            assert isinstance(hidden, int)
    for total, shown_then, counts in told:
        assert "CN" not in shown_then
        if shown_then:
            assert 2 * counts["CN"] <= total - sum(shown_then.values())


@given(DAYS, st.integers(0, 7), st.sampled_from(CODES))
def test_one_person_more_or_less_changes_a_country_by_a_whole_step_or_not_at_all(
    days: list[dict[str, int]], which: int, code: str
) -> None:
    """The same days with one signature more: the attacker's tables are equal, or differ by steps that hide who."""
    more = [dict(changes) for changes in days]
    at = which % len(more)
    more[at][code] = more[at].get(code, 0) + 1
    for (_, shown, _), (_, shown_more, _) in zip(played(days), played(more), strict=True):
        common = shown.keys() & shown_more.keys()
        assert all(abs(shown[c] - shown_more[c]) in (0, STEP) for c in common)
