"""The journal of a campaign's count, per country and hour, in SQL over whole sets."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from .models import Campaign, CountJournal

# Any constant: whoever counts holds it.
COUNT_LOCK = 0x636F756E

# A signature that moved from one country to another (withdrawn, signed again) is taken out there and put in here.
# The predicate must imply that of the index ``signature_uncounted`` (``models.UNCOUNTED``).
_COUNT = """
WITH changed AS MATERIALIZED (
  SELECT id, campaign_id, state, country, counted_country,
    coalesce(CASE WHEN state = 'confirmed' THEN confirmed_at END,
             withdrawn_at, date_trunc('hour', now(), 'UTC')) AS hour
  FROM campaigns_signature
  WHERE (state = 'confirmed' AND counted_country IS NULL)
    OR (counted_country IS NOT NULL AND (NOT state = 'confirmed' OR NOT counted_country = country))
  FOR NO KEY UPDATE SKIP LOCKED
), marked AS (
  UPDATE campaigns_signature s SET counted_country = CASE WHEN c.state = 'confirmed' THEN c.country END
  FROM changed c WHERE s.id = c.id
), changes AS (
  SELECT campaign_id, country, hour, sum(change)::int AS change FROM (
    SELECT campaign_id, country, hour, 1 AS change FROM changed WHERE state = 'confirmed'
    UNION ALL
    SELECT campaign_id, counted_country, hour, -1 FROM changed WHERE counted_country IS NOT NULL
  ) each GROUP BY campaign_id, country, hour
), journalled AS (
  INSERT INTO campaigns_count_journal AS journal (campaign_id, country, hour, change)
  SELECT campaign_id, country, hour, change FROM changes
  ON CONFLICT (campaign_id, country, hour) DO UPDATE SET change = journal.change + EXCLUDED.change
)
SELECT campaign_id, sum(change)::int FROM changes GROUP BY campaign_id
"""


# One statement, so one snapshot. ``waiting`` is what the next count will add.
_RECOUNT = """
SELECT c.signature_count,
  (SELECT coalesce(sum(change), 0) FROM campaigns_count_journal WHERE campaign_id = c.id)::bigint,
  count(s.id) FILTER (WHERE s.state = 'confirmed'),
  count(s.id) FILTER (WHERE s.state = 'confirmed') - count(s.counted_country),
  NOT EXISTS (
    SELECT FROM (SELECT country, sum(change) AS n FROM campaigns_count_journal
                 WHERE campaign_id = c.id GROUP BY country) j
    FULL JOIN (SELECT counted_country AS country, count(*) AS n FROM campaigns_signature
               WHERE campaign_id = c.id AND counted_country IS NOT NULL GROUP BY counted_country) t USING (country)
    WHERE coalesce(j.n, 0) <> coalesce(t.n, 0))
FROM campaigns_campaign c LEFT JOIN campaigns_signature s ON s.campaign_id = c.id
WHERE c.id = %s GROUP BY c.id
"""


@dataclass(frozen=True)
class Recount:
    """The campaign's count, its journal's sum, the confirmed signatures, and how many of them wait to be counted."""

    counted: int
    journal: int
    confirmed: int
    waiting: int
    countries_agree: bool

    @property
    def agrees(self) -> bool:
        return self.countries_agree and self.counted == self.journal == self.confirmed - self.waiting


def lock() -> None:
    """One counts at a time; the next waits for the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNT_LOCK])


def add_changes() -> dict[UUID, int]:
    """Journal every signature that changed since (campaign id -> by how much). Hold the lock."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        return dict(cursor.fetchall())


def compare(campaign: Campaign) -> Recount:
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, [campaign.pk])
        return Recount(*cursor.fetchone())


def by_country(campaign: Campaign) -> dict[str, int]:
    """Confirmed signatures by country code ('' unknown) as journalled. Not for the public: see ``small_figures``."""
    rows = CountJournal.objects.filter(campaign=campaign).values_list("country").annotate(Sum("change"))
    return {country: change for country, change in rows if change}
