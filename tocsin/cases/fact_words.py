"""What is known of a person, in words of the active language."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from .facts import OLDEST, PersonFacts, Sex


def facts(told: PersonFacts, day: dt.date | None = None) -> str:
    """'70 years old in March 2012, female': all that is known; '' where nothing is."""
    words = [age(told), born(told), str(told.sex.label) if told.sex != Sex.UNKNOWN else "", child(told, day)]
    return ", ".join(word for word in words if word)


def short(told: PersonFacts) -> str:
    """'70 (2012), female': for small places; the year is the one for which the age was said."""
    words = [_short_age(told), str(told.sex.label) if told.sex != Sex.UNKNOWN else ""]
    return ", ".join(word for word in words if word)


def age(told: PersonFacts) -> str:
    """The age that was said, and as of when."""
    if told.age_from is None and told.age_to is None:
        return ""
    words = {"age": _range(told.age_from or 0, OLDEST if told.age_to is None else told.age_to)}
    if told.age_as_of is None:
        return _("%(age)s years old") % words
    return _("%(age)s years old (%(date)s)") % {**words, "date": told.age_as_of.words}


def born(told: PersonFacts) -> str:
    return _("born %(date)s") % {"date": told.birth.words} if told.birth else ""


def child(told: PersonFacts, day: dt.date | None = None) -> str:
    """Whether a child: as it was said, or as the age has it."""
    return _("a child") if told.is_child_on(day or _day_of_age(told)) else ""


def _short_age(told: PersonFacts) -> str:
    if told.birth:
        return born(told)
    if told.age_from is None and told.age_to is None:
        return child(told)
    ages = _range(told.age_from or 0, OLDEST if told.age_to is None else told.age_to)
    return f"{ages} ({_day_of_age(told).year})" if told.age_as_of else ages


def _day_of_age(told: PersonFacts) -> dt.date:
    """The day for which the age was said, else today."""
    said = told.age_as_of
    return (said.earliest or said.latest if said else None) or timezone.localdate()


def _range(low: int, high: int) -> str:
    if low == high:
        return str(low)
    if high >= OLDEST:
        return _("%(low)d or older") % {"low": low}
    return _("up to %(high)d") % {"high": high} if low == 0 else f"{low}–{high}"
