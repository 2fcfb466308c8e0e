"""Every sealed identifier of reporters and partners in plain text: for disclosure's guard, and for nobody's eyes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from tocsin.core.keyring import KeyMissing

from . import contexts, vault
from .models import Report

SHORTEST_ORGANISATION = 4
FEWEST_DIGITS = 7
# Whoever fills in the public form could have the guard stop our own words, by calling themselves what our pages say:
# what strangers say of themselves is guarded once a caseworker has read the report and keeps it.
NOT_YET_GUARDED = Q(source__in=Report.UNATTENDED, triage__in=[Report.Triage.NEW, Report.Triage.SET_ASIDE])
_EMAIL = re.compile(r"[^\s,;<>()\[\]\"'|]+@[^\s,;<>()\[\]\"'|]+\.[^\s,;<>()\[\]\"'|.]+")
_PHONE = re.compile(r"\+?\d[\d\s().\-/]{5,}\d")
_HANDLE = re.compile(r"[\w.\-]{4,}")


class Kind(StrEnum):
    """As in ``cases.identifiers``; ``organisation`` and ``handle`` are looked for as they are written."""

    NAME = "name"
    ORGANISATION = "organisation"
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"


@dataclass(frozen=True)
class Identifier:
    """One identifier as it was written. ``case_id`` is the case that the report is linked to, if any."""

    case_id: UUID | None
    kind: Kind
    text: str


def all_living() -> Iterator[Identifier]:
    """Names, organisations and contact details of everybody who reported to us.

    'Living': the report's key exists. Raises KeyMissing where the whole keystore is away, and KeyExposed and
    SealingError when a single one does not open.
    """
    if not vault.KEYS.is_there() and Report.objects.exclude(sealed_name=b"").exists():
        raise KeyMissing("The keystore of the reports is away.")
    for report in Report.objects.exclude(NOT_YET_GUARDED).order_by("received_at", "pk").iterator(chunk_size=500):
        if vault.KEYS.holds(report.pk):
            yield from of_report(report)


def of_report(report: Report) -> Iterator[Identifier]:
    """What one report says of who reported. Raises KeyMissing, KeyExposed, SealingError."""

    def opened(name: str, value: bytes | memoryview) -> str:
        return vault.open_text(report.pk, contexts.field(report.pk, name), value).strip()

    if name := opened("name", report.sealed_name):
        yield Identifier(report.case_id, Kind.NAME, name)
    organisation = opened("organisation", report.sealed_organisation)
    if len(organisation) >= SHORTEST_ORGANISATION:
        yield Identifier(report.case_id, Kind.ORGANISATION, organisation)
    for kind, text in read_contact(opened("contact", report.sealed_contact)):
        yield Identifier(report.case_id, kind, text)


def read_contact(contact: str) -> Iterator[tuple[Kind, str]]:
    """The addresses, numbers and handles in a contact as somebody typed it ('Kakao: sora88, +82 10-1234-5678')."""
    for address in _EMAIL.findall(contact):
        yield Kind.EMAIL, address.rstrip(".")
    rest = _EMAIL.sub(" ", contact)
    for number in _PHONE.findall(rest):
        if sum(character.isdigit() for character in number) >= FEWEST_DIGITS:
            yield Kind.PHONE, number.strip()
    for word in _HANDLE.findall(_PHONE.sub(" ", rest)):
        if any(character.isdigit() for character in word) and not word.isdigit():
            yield Kind.HANDLE, word
