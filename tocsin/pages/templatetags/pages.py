"""Dates and figures in the active language."""

from __future__ import annotations

import datetime as dt

from babel.numbers import format_decimal
from django import template
from django.utils import dateformat
from django.utils.translation import get_language, pgettext

register = template.Library()


@register.filter
def day(date: dt.date) -> str:
    """'20 March 2012', '2012년 3월 20일'."""
    # Translators: Django date format of a whole date
    return dateformat.format(date, pgettext("date format", "j F Y"))


@register.filter
def grouped(number: int) -> str:
    """175,000 as the language groups its digits (CLDR)."""
    return format_decimal(number, locale=(get_language() or "en").replace("-", "_"))
