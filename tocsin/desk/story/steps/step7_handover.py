"""The petition is handed over with its count; the reply, or its absence, is recorded."""

from __future__ import annotations

from tocsin.core.dates import UncertainDate
from tocsin.delivery import actions as delivery
from tocsin.desk.story.mailbox import eventually
from tocsin.desk.story.stage import Stage


def hand_over(stage: Stage) -> None:
    teo = stage.actor("teo")
    first = stage.campaign.addressees.order_by("position")[0]
    handover = delivery.record_handover(
        actor=teo,
        campaign=stage.campaign,
        addressee=first,
        handed_over=UncertainDate.parse("2012-03-1X"),
        how="Taken to the embassy in Seoul; the guard at the gate accepted the envelope.",
    )
    delivery.record_reply(actor=teo, handover=handover, kind="none", as_of=UncertainDate.parse("2012-03-20"))
    path = f"/en/campaigns/{stage.crowd.slug}/handover/"
    eventually(f"{path} in the window", lambda: stage.crowd.page(path).status_code == 200)
    stage.say(f"  handed over with {handover.signatures} signatures; no reply. The sheet for printing: {path}")
