"""Words for dates that are less than a day sharp, in the active language."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import dateformat
from django.utils.translation import gettext as _

DECADE_OF_MONTH = re.compile(r"^(\d{4})-(\d\d)-([012])X$")
MONTH = re.compile(r"^(\d{4})-(\d\d)(-XX)?$")
YEAR = re.compile(r"^(\d{4})(-XX)?(-XX)?$")


def describe(edtf: str, earliest: dt.date | None, latest: dt.date | None) -> str:
    """Words for an EDTF text without its qualifiers; a text of no known form is given back as it is."""
    if "/" in edtf:
        return _interval(edtf.partition("/")[0], earliest, latest) or edtf
    if part := DECADE_OF_MONTH.match(edtf):
        return _part_of_month(dt.date(int(part[1]), int(part[2]), 1), int(part[3]))
    if (season := edtf[4:]) in ("-21", "-22", "-23", "-24"):
        return _season(int(season[1:]), edtf[:4])
    if YEAR.match(edtf):
        return _("%(year)s") % {"year": edtf[:4]}
    if MONTH.match(edtf) and earliest:
        return _month(earliest)
    if earliest and earliest == latest:
        return day(earliest)
    return edtf


def day(date: dt.date) -> str:
    """'14 March 2012', '2012년 3월 14일'."""
    # Translators: Django date format of a whole date
    return dateformat.format(date, _("j F Y"))


def _month(date: dt.date) -> str:
    # Translators: Django date format of a month
    return dateformat.format(date, _("F Y"))


def _part_of_month(date: dt.date, decade: int) -> str:
    words = (_("early %(month)s"), _("mid-%(month)s"), _("late %(month)s"))[decade]
    return words % {"month": _month(date)}


def _season(code: int, year: str) -> str:
    words = {
        21: _("spring %(year)s"),
        22: _("summer %(year)s"),
        23: _("autumn %(year)s"),
        24: _("winter %(year)s"),
    }
    return words[code] % {"year": year}


def _interval(first: str, earliest: dt.date | None, latest: dt.date | None) -> str | None:
    """Closed sides by their days; 'since' as sharp as it was written ('since February 2012')."""
    if earliest and latest:
        return _("between %(first)s and %(last)s") % {"first": day(earliest), "last": day(latest)}
    if latest:
        return _("by %(date)s") % {"date": day(latest)}
    return _("since %(date)s") % {"date": describe(first, earliest, earliest)} if earliest else None
