"""A partner's report, a relative's report and a situation report are sealed as they came."""

from __future__ import annotations

import datetime as dt

from tocsin.desk.story.stage import Stage
from tocsin.desk.story.words import REPORTS
from tocsin.intake import actions as intake

RECEIVED = dt.datetime(2012, 3, 8, 9, tzinfo=dt.UTC)


def receive_reports(stage: Stage) -> None:
    mina = stage.actor("mina")
    for days, (source, reliability, text, reporter, how_known) in enumerate(REPORTS):
        report = intake.receive_report(
            actor=mina,
            source=source,
            reliability=reliability,
            text=text,
            reporter=reporter,
            how_known=how_known,
            language="en",
            received_at=RECEIVED + dt.timedelta(days=days),
        )
        stage.reports.append(report)
    intake.mark_situation(actor=mina, report=stage.reports[2])
    stage.say(f"  {len(stage.reports)} reports sealed; one concerns no case but the border as a whole.")
