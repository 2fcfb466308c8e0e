"""A partner's report, a relative's report and a situation report are sealed as they came.

The relative writes through the public form, without an account: she is answered, and adds more, by her receipt code.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from tocsin.accounts.actors import system
from tocsin.desk.story.stage import Stage
from tocsin.desk.story.words import ANSWER, HER_ADDITION, HER_REPORT, REPORTS
from tocsin.intake import actions as intake
from tocsin.intake import answering, receiving
from tocsin.intake.answer_actions import answer_report
from tocsin.intake.models import Entry, Report

RECEIVED = dt.datetime(2012, 3, 8, 9, tzinfo=dt.UTC)
SECONDS = 30.0
# A picture of one grey point: the smallest GIF that there is.
PICTURE = bytes.fromhex("47494638396101000100800000808080ffffff2c00000000010001000002024401003b")


def receive_reports(stage: Stage) -> None:
    partner, relative, situation = REPORTS
    stage.reports = [_by_hand(stage, 0, partner), _through_the_form(stage, relative), _by_hand(stage, 2, situation)]
    intake.mark_situation(actor=stage.actor("mina"), report=stage.reports[2])
    stage.say(f"  {len(stage.reports)} reports sealed; one concerns no case but the border as a whole.")


def _by_hand(stage: Stage, days: int, said: tuple[str, str, str, str, str]) -> Report:
    source, reliability, text, reporter, how_known = said
    return intake.receive_report(
        actor=stage.actor("mina"),
        source=source,
        reliability=reliability,
        text=text,
        reporter=reporter,
        how_known=how_known,
        language="en",
        received_at=RECEIVED + dt.timedelta(days=days),
    )


def _through_the_form(stage: Stage, said: tuple[str, str, str, str, str]) -> Report:
    _source, _reliability, text, reporter, how_known = said
    _until(lambda: stage.crowd.page("/en/report/").status_code == 200)
    told = {"text": text, "reporter": reporter, "how_known": how_known, **HER_REPORT}
    code = stage.crowd.report(told, {"mother.gif": PICTURE})
    _collect(lambda: Report.objects.filter(source=Report.Source.FORM).exists())
    report = Report.objects.get(source=Report.Source.FORM)
    answer_report(actor=stage.actor("mina"), report=report, text=ANSWER)
    _until(lambda: ANSWER in stage.crowd.look_for_answers(code))
    stage.crowd.add_to_report(code, HER_ADDITION)
    _collect(lambda: report.entries.filter(kind=Entry.Kind.ADDITION).exists())
    intake.mark_news_read(actor=stage.actor("mina"), report=report)
    stage.say(f"  The daughter wrote through the public form. Her receipt code: {code}")
    return report


def _collect(here: Callable[[], bool]) -> None:
    """Empty the letterbox; the tender may be doing just that."""
    receiving.collect_reports(actor=system("letterbox"))
    answering.tend()
    _until(here)


def _until(so: Callable[[], bool]) -> None:
    limit = time.monotonic() + SECONDS
    while not so():
        if time.monotonic() > limit:
            raise RuntimeError("the public side does not follow")
        time.sleep(0.1)
