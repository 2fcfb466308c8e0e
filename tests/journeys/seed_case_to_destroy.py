"""Run within an instance, as the desk: a case with a name, a file, a report and a withdrawn release, whose end two
people have approved. Prints its number, its id, and what must open no more, as one JSON object."""

from __future__ import annotations

import json

import django

django.setup()

from django.utils import timezone  # noqa: E402

from tocsin.cases.actions import add_attachment  # noqa: E402
from tocsin.cases.destruction_actions import approve_destruction, propose_destruction  # noqa: E402
from tocsin.disclosure.actions import withdraw_release  # noqa: E402
from tocsin.disclosure.tests.world import HANGUL, LATIN, World  # noqa: E402
from tocsin.intake.actions import link_report, receive_report  # noqa: E402

REASON = "The family asks that nothing of it is kept."
REPORT = "They were seen near Nowhereville-on-Yalu."


def main() -> None:
    world = World()
    withdraw_release(actor=world.mina, release=world.release())
    add_attachment(
        actor=world.mina, case=world.case, kind="document", data=b"%PDF-1.4 a list of names", file_name="list.pdf"
    )
    report = receive_report(
        actor=world.mina, source="partner", text=REPORT, reporter="A partner of Exampleton", how_known="by telephone",
        reliability="B", language="en", received_at=timezone.now(),
    )  # fmt: skip
    link_report(actor=world.mina, report=report, case_id=world.case.pk)
    destruction = propose_destruction(actor=world.mina, case=world.case, reason=REASON)
    approve_destruction(actor=world.haru, destruction=destruction)
    sealed = [HANGUL, LATIN, "Thirty-one at the border", "a woman of 70 whose daughter waits", "her daughter", REASON]
    sealed += [REPORT, "A partner of Exampleton", "Quiet diplomacy failed", "list.pdf", "a list of names"]
    released = ["At least 31 people were held.", "A woman of 70 is among them.", "70세 여성이 그중에 있다."]
    told = {"number": world.case.number.digits, "case": str(world.case.pk), "sealed": sealed, "released": released}
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
