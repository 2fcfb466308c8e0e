"""The worker's jobs. Every one may run twice, or be cut off anywhere: the rows say what is left to do."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate import jobs
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from tocsin.accounts.actors import system
from tocsin.campaigns import counting
from tocsin.campaigns.models import Campaign

from . import claims, outcomes, queueing
from .actions import freeze_audience
from .models import Letter
from .outcomes import end_leases, letters_with_ended_leases
from .sending import drain_unsubscriptions, send_slices

log = logging.getLogger(__name__)


@app.task(name=queueing.FREEZE, queue=queueing.LETTERS, priority=1)
def freeze_letter(letter_id: str) -> None:
    """Freeze a letter's audience, and begin to send it."""
    drain_unsubscriptions()
    freeze_audience(actor=system("mailing"), letter_id=UUID(letter_id))


@app.task(name=queueing.SLICE, queue=queueing.LETTERS)
def send_slice(letter_id: str) -> None:
    """Send what is due of a letter; a long one gives way after a while and goes on in another job."""
    kind = Letter.objects.values_list("kind", flat=True).get(pk=letter_id)
    automatic = kind in Letter.AUTOMATIC
    if send_slices(UUID(letter_id), broadcast=not automatic):
        queueing.want_slice(UUID(letter_id), automatic=automatic)


def carry_on() -> None:
    """Queue whatever is due: deferred envelopes, letters whose job was lost, audiences not yet frozen."""
    for letter_id, automatic in claims.letters_with_due():
        queueing.want_slice(letter_id, automatic=automatic)
    begun = (Letter.State.SENDING, Letter.State.PAUSED)
    unfrozen = Letter.objects.filter(state__in=begun, frozen_at__isnull=True)
    for letter_id in unfrozen.values_list("pk", flat=True):
        queueing.want_freeze(letter_id)


def sweep_leases() -> int:
    """Make envelopes uncertain whose holder died; returns how many. Never re-sends one."""
    return sum(end_leases(actor=system("mailing"), letter_id=letter_id) for letter_id in letters_with_ended_leases())


@app.periodic(cron="* * * * * */5")
@app.task(name="mailings.keep_going", queue=queueing.UPKEEP, queueing_lock="mailings.keep_going")
def keep_going(timestamp: int) -> None:
    sweep_leases()
    claims.mend_dues()
    carry_on()


@app.periodic(cron="* * * * * */10")
@app.task(name="mailings.count", queue=queueing.UPKEEP, queueing_lock="mailings.count")
def count(timestamp: int) -> None:
    """The count behind the crowd; the drain counts as it goes, this is for what it left."""
    counting.count(actor=system("counting"))


@app.periodic(cron="17 3 * * *")
@app.task(name="mailings.recount", queue=queueing.UPKEEP, queueing_lock="mailings.recount")
def recount(timestamp: int) -> None:
    """Once a night: the journals must agree with the signatures."""
    for campaign in Campaign.objects.exclude(state=Campaign.State.DRAFT):
        if not counting.recount_campaign(actor=system("counting"), campaign=campaign).agrees:
            log.error("The journal of campaign %s does not agree with its signatures.", campaign.pk)


@app.periodic(cron="* * * * * */20")
@app.task(name="mailings.rescue_jobs", queue=queueing.UPKEEP, queueing_lock="mailings.rescue_jobs")
async def rescue_jobs(timestamp: int) -> None:
    """Queue anew the jobs of workers that died (Procrastinate leaves them 'doing')."""
    for job in await app.job_manager.get_stalled_jobs():
        try:
            await app.job_manager.retry_job(job)
        except ConnectorException:
            # Its successor is queued already.
            await app.job_manager.finish_job(job, status=jobs.Status.ABORTED, delete_job=True)


@app.periodic(cron="37 3 * * *")
@app.task(name="mailings.fold_tempo", queue=queueing.UPKEEP, queueing_lock="mailings.fold_tempo")
def fold_tempo(timestamp: int) -> None:
    """Once a night: what is older than two days is known by the hour only."""
    outcomes.fold_tempo()


@app.periodic(cron="47 3 * * *")
@app.task(name="mailings.tidy_jobs", queue=queueing.UPKEEP, queueing_lock="mailings.tidy_jobs")
async def tidy_jobs(timestamp: int) -> None:
    """Once a night: forget what was rescued, and after two weeks what failed (successful jobs go at once)."""
    await app.job_manager.delete_old_jobs(nb_hours=14 * 24, include_failed=True, include_aborted=True)
