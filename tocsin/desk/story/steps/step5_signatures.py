"""Supporters sign, repeat, send rubbish, confirm by the button behind their link, and some withdraw."""

from __future__ import annotations

import functools

from tocsin.desk.story.cast import Supporter, address_of, crowd
from tocsin.desk.story.mailbox import eventually, link_in
from tocsin.desk.story.stage import Stage
from tocsin.front.models import Letterbox


def let_them_sign(stage: Stage) -> None:
    people = list(crowd(stage.size))
    repeating = [person for person in people if person.repeats]
    stage.crowd.each(people, stage.crowd.sign)
    rubbish = stage.crowd.each(range(max(4, stage.size // 20)), stage.crowd.send_rubbish)
    _drained(stage)
    stage.crowd.each(repeating, lambda person: stage.crowd.sign(person, email=person.second_spelling))
    _drained(stage)
    stage.say(f"  {len(people)} signed, {len(repeating)} of them twice; {rubbish} rubbish forms were refused.")
    _confirm(stage, [person for person in people if person.confirms])
    _withdraw(stage, [person for person in people if person.confirms and person.withdraws])
    eventually("the public count agrees", functools.partial(_count_agrees, stage))


def _confirm(stage: Stage, confirming: list[Supporter]) -> None:
    eventually("a confirmation mail for everyone", lambda: len(_mails(stage)) >= stage.size)
    mails = _mails(stage)
    stage.crowd.each(confirming, lambda person: stage.crowd.press(_link(stage, mails, person, "/confirm/"), "confirm"))
    stage.tallies["confirmed"] = len(confirming)
    _drained(stage)
    stage.say(f"  {len(confirming)} confirmed with the button; opening the link alone confirmed nobody.")


def _withdraw(stage: Stage, withdrawing: list[Supporter]) -> None:
    mails = _mails(stage)
    stage.crowd.each(
        withdrawing, lambda person: stage.crowd.press(_link(stage, mails, person, "/withdraw/"), "withdraw")
    )
    stage.tallies["withdrawn"] = len(withdrawing)
    _drained(stage)
    stage.say(f"  {len(withdrawing)} withdrew.")


def _mails(stage: Stage) -> dict[str, dict[str, object]]:
    """The newest confirmation mail of each address (a repeat is told of by a mail of its own kind).

    The staff have mail too: they were asked to look at the desk.
    """
    staff = {address_of(key) for key in stage.staff}
    return {address: mail for address, mail in stage.mailbox.newest_by_address().items() if address not in staff}


def _link(stage: Stage, mails: dict[str, dict[str, object]], person: Supporter, part: str) -> str:
    return link_in(str(stage.mailbox.read(mails[person.email.lower()])["text"]), part)


def _drained(stage: Stage) -> None:
    eventually("the letterbox is drained", lambda: not Letterbox.objects.exclude(kind="comment").exists())


def _count_agrees(stage: Stage) -> bool:
    """The number that everyone can fetch."""
    wanted = stage.tallies["confirmed"] - stage.tallies["withdrawn"]
    answer = stage.crowd.page(f"/campaigns/{stage.crowd.slug}/count.json")
    return answer.status_code == 200 and answer.json()["signatures"] == wanted
