"""Putting a campaign's figures into the window: the count at every change, countries by ``small_figures``."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from tocsin.front.figures import count_path
from tocsin.front.models import Published
from tocsin.front.open_data import root, write_countries, write_days
from tocsin.front.publishing import put_figures, put_open_data
from tocsin.supporters.hours import this_hour

from .days import close_days, days_of, has_open_day
from .journal import by_country
from .models import Campaign, CountryFigure
from .small_figures import FIRST, figures_to_show


def due() -> set[UUID]:
    """Public campaigns whose figures are not in the window, or whose countries are to be published today."""
    public = list(Campaign.objects.filter(state__in=Campaign.PUBLIC))
    there = set(Published.objects.filter(path__in=[count_path(c.slug) for c in public]).values_list("path", flat=True))
    return {c.pk for c in public if count_path(c.slug) not in there or _countries_due(c) or has_open_day(c)}


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _countries_due(campaign: Campaign) -> bool:
    if campaign.countries_on is None:
        return campaign.signature_count >= FIRST
    return campaign.countries_on < _today()


def publish(campaign: Campaign) -> None:
    as_of = int(this_hour().timestamp())
    if close_days(campaign) or not Published.objects.filter(path=f"{root(campaign.slug)}days.json").exists():
        put_open_data(campaign=campaign.slug, tables=write_days(days_of(campaign)))
    countries = None
    if _countries_due(campaign):
        countries = _publish_countries(campaign)
    elif not Published.objects.filter(path=count_path(campaign.slug)).exists():
        # It was dark: what was last published of countries is shown again, and nothing newer before its day.
        rows = CountryFigure.objects.filter(campaign=campaign, figure__gt=0)
        countries = dict(rows.values_list("country", "figure"))
    if countries is not None:
        put_open_data(campaign=campaign.slug, tables=write_countries(countries))
    put_figures(
        campaign=campaign.slug,
        signatures=campaign.signature_count,
        goal=campaign.goal,
        countries=countries,
        as_of=as_of,
    )


def _publish_countries(campaign: Campaign) -> dict[str, int]:
    """Today's figures of countries, kept as they were published."""
    before = CountryFigure.objects.filter(campaign=campaign)
    found = figures_to_show(
        by_country(campaign),
        never=campaign.unpublished_countries,
        covers=before.filter(covers=True).values_list("country", flat=True),
    )
    today = _today()
    before.delete()
    CountryFigure.objects.bulk_create(
        CountryFigure(campaign=campaign, country=code, figure=found.shown.get(code, 0), published_on=today,
                      covers=code in found.covers)
        for code in sorted({*found.shown, *found.covers})
    )  # fmt: skip
    campaign.countries_on = today
    campaign.save(update_fields=["countries_on"])
    return dict(found.shown)
