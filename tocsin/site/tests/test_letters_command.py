"""`tocsin letters`: what is on its way, as a table, without a word of what is in it."""

from __future__ import annotations

import pytest

from tocsin.disclosure.tests.world import World
from tocsin.mailings import tasks
from tocsin.mailings.claims import claim_slice, name_in_flight, open_claim
from tocsin.mailings.models import Pace
from tocsin.mailings.outcomes import Ending, record_slice
from tocsin.mailings.sending_actions import pause_letter
from tocsin.mailings.tests.people import CAMPAIGNER, HOUR, contacts, newsletter, subscribe
from tocsin.mailings.tests.test_claims import MAILING
from tocsin.site.run import letters

pytestmark = pytest.mark.django_db


def test_a_letter_on_its_way(capsys: pytest.CaptureFixture[str]) -> None:
    World()
    subscribe(contacts(f"p{number}" for number in range(7)))
    letter = newsletter()
    tasks.freeze_letter(letter_id=str(letter.pk))
    claim = open_claim(letter.pk)
    piece = claim_slice(claim, letter.pk, most=4)
    name_in_flight(claim, [envelope.id for envelope in piece.envelopes[2:]])
    told = [Ending(envelope.id, "accepted", 250, provider="gmail") for envelope in piece.envelopes[:2]]
    record_slice(actor=MAILING, letter_id=letter.pk, claim=claim, endings=told)
    Pace.objects.create(provider="gmail", rate=2.5, filled_at=HOUR, changed_at=HOUR, day=HOUR.date())
    Pace.objects.create(provider="~0123456789ab", rate=0.5, filled_at=HOUR, changed_at=HOUR, day=HOUR.date())
    pause_letter(actor=CAMPAIGNER, letter=letter)
    assert letters.main([]) == 0
    said = capsys.readouterr().out
    counts = next(line for line in said.splitlines() if line.startswith(" " * 14)).split()
    assert counts[:7] == ["2", "3", "2", "0", "0", "0", "0"]
    assert f"{letter.pk}  newsletter, paused" in said
    assert "gmail        accepted 2; at most 2.50 a second" in said
    assert "1 small provider(s) held back to 0.50 a second and more" in said
    assert "example.org" not in said
    assert "What happened" not in said


def test_nothing_on_its_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert letters.main(["--watch"]) == 0
    assert "No letter is on its way." in capsys.readouterr().out
