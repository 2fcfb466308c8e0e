"""The headline count beside those who are described: who is not yet known, or whether the count must be said anew."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.core.counts import Count, Sense

from .contradictions import same_person
from .models import Person
from .opened import OpenedCase


@dataclass(frozen=True)
class Reckoning:
    """``described`` people at least, and at most (two entries may be of one person); those not yet known likewise,
    ``unknown_most`` None where no count bounds it. ``exceeded``: more are described than the count allows."""

    count: Count | None
    described_least: int
    described_most: int
    unknown_least: int
    unknown_most: int | None
    exceeded: bool

    @property
    def described_words(self) -> str:
        """'8 described'."""
        least, most = self.described_least, self.described_most
        if least == most:
            return ngettext("%(n)d described", "%(n)d described", most) % {"n": most}
        return _("%(least)d to %(most)d described") % {"least": least, "most": most}

    @property
    def unknown_words(self) -> str:
        """'23 not yet known'; '' where there is no count to say it by."""
        least, most = self.unknown_least, self.unknown_most
        if self.count is None or self.exceeded:
            return ""
        if most == 0:
            return _("nobody unknown")
        if self.count.sense == Sense.AT_LEAST:
            return self._at_least(least)
        if least == most:
            return ngettext("%(n)d not yet known", "%(n)d not yet known", least) % {"n": least}
        if least == 0:
            return _("up to %(most)d not yet known") % {"most": most}
        return _("%(least)d to %(most)d not yet known") % {"least": least, "most": most}

    def _at_least(self, least: int) -> str:
        if least == 0:
            return _("perhaps others not yet known")
        return ngettext("%(n)d not yet known", "%(n)d not yet known", least) % {"n": least}

    @property
    def warning(self) -> str:
        """What does not fit; '' where all does."""
        if self.exceeded:
            return _("More people are described than the count allows. Say it anew, or see whether two are the same.")
        count = self.count
        if count is not None and count.sense == Sense.AT_LEAST and self.described_least > (count.minimum or 0):
            return _("More people are described than the count says at least: it can be raised.")
        return ""


def reckon(opened: OpenedCase) -> Reckoning:
    """The headline count and the members described, entries of the same person counted once."""
    members = [person.id for person in opened.persons if person.part == Person.Part.MEMBER]
    sure, perhaps = (same_person(opened, certain=certain) for certain in (True, False))
    most, least = (len({stands[member] for member in members}) for stands in (sure, perhaps))
    count = opened.headline_count
    low = count.minimum if count else None
    high = count.maximum if count else None
    return Reckoning(
        count=count,
        described_least=least,
        described_most=most,
        unknown_least=max((low or 0) - most, 0),
        unknown_most=None if high is None else max(high - least, 0),
        exceeded=high is not None and least > high,
    )
