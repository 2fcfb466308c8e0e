"""A yes, a no, and what becomes of lines between them: who may speak for whom, what blocks, what settles it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from tocsin.accounts.actors import system
from tocsin.cases.actions import add_person, correct_person, open_case
from tocsin.cases.facts import PersonFacts
from tocsin.cases.models import Person
from tocsin.core.actions import NotPermitted, Refused
from tocsin.core.models import AuditEntry
from tocsin.disclosure import queries, tending
from tocsin.disclosure.actions import (
    Conversation,
    Said,
    approve_release,
    confirm_best_interests,
    darken_lapsed,
    propose_best_interests,
    propose_release,
    record_consent,
    record_conversation,
    withdraw_best_interests,
    withdraw_consent,
)
from tocsin.disclosure.bases import lines_in_conflict, lines_without_basis, today
from tocsin.disclosure.darkening import ends_soon, would_darken, would_refuse
from tocsin.disclosure.models import BestInterests, Consent, Dossier, PublicRelease, Settlement
from tocsin.disclosure.words import Line

from .test_door import without_triggers
from .test_release import put
from .world import GROUNDS, World


def say(world: World, answer: str, *, item: str = "age", relation: str = "sibling", **more: object) -> Consent:
    told = {"audience": "public", "until": None, "giver": "a brother", "how": "by telephone", "person": world.person}
    return record_consent(
        actor=world.mina, case=world.case, item=item, answer=answer, relation=relation, **{**told, **more}
    )


def refusal_of(act: object) -> Refused:
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]
    assert refused.value.message
    assert refused.value.remedy
    return refused.value


def child(world: World) -> Person:
    return add_person(
        actor=world.mina, case=world.case, part=Person.Part.MEMBER, naming=Person.Naming.UNNAMED,
        description="a child of 5", facts=PersonFacts.aged(5), names=[],
    )  # fmt: skip


def outweigh(world: World, item: str = "age") -> BestInterests:
    decision = propose_best_interests(
        actor=world.mina, case=world.case, person=world.person, item=item, audience="public", until=None,
        grounds=GROUNDS,
    )  # fmt: skip
    return confirm_best_interests(actor=world.adaeze, decision=decision)


def test_one_conversation_is_recorded_at_once(world: World) -> None:
    told = Conversation(
        "her daughter", "she called us", "child", "phone", dt.date(2012, 3, 10), "ko", "Who will read it."
    )
    rows = record_conversation(
        actor=world.mina, case=world.case, told=told,
        said=[
            Said(world.person, "age", "public"), Said(world.person, "name", "public", "no"), Said(None, "count", "un"),
        ],
    )  # fmt: skip
    assert len({row.conversation for row in rows}) == 1
    opened = {one.item: one for one in queries.ledger(world.haru, world.case).consents}
    assert (opened["age"].giver, opened["age"].relation_words) == ("her daughter", "as their grown son or daughter")
    assert (opened["age"].obtained_words, opened["age"].given_on) == ("by telephone", dt.date(2012, 3, 10))
    assert (opened["age"].language, opened["age"].explained) == ("ko", "Who will read it.")
    assert not opened["name"].yes
    assert opened["name"].recorded_by == "Mina Seo"
    raw = b" ".join(bytes(row.sealed_giver) + bytes(row.sealed_explained) for row in Consent.objects.all())
    assert b"daughter" not in raw
    with pytest.raises(NotPermitted):
        record_conversation(actor=world.jonas, case=world.case, told=told, said=[Said(None, "count", "public")])


@pytest.fixture
def stranger(world: World) -> Person:
    """Somebody of another case."""
    other = open_case(actor=world.mina, title="Another")
    return add_person(
        actor=world.mina, case=other, part="member", naming="unnamed", description="somebody", facts=PersonFacts(),
        names=[],
    )  # fmt: skip


@pytest.mark.parametrize(("item", "relation"), [("count", "self"), ("name", "family")])
def test_nobody_speaks_for_a_whole_group_as_for_themselves(world: World, item: str, relation: str) -> None:
    assert refusal_of(lambda: say(world, "yes", item=item, relation=relation, person=None)).code == "for_whom"


def test_nobody_of_another_case_is_spoken_for(world: World, stranger: Person) -> None:
    with pytest.raises(Refused) as refused:
        say(world, "yes", person=stranger)
    assert refused.value.code == "other_case"


def test_a_day_that_has_not_come_is_no_day(world: World) -> None:
    assert refusal_of(lambda: say(world, "yes", given_on=today() + dt.timedelta(days=3))).code == "given_on"


def test_yes_and_no_stand_beside_each_other_and_block(world: World) -> None:
    world.consent()
    say(world, "no")
    refused = refusal_of(world.proposal)
    assert refused.code == "conflict"
    assert "line 2" in refused.message
    assert "two people" in refused.remedy
    assert queries.open_refusals(world.case) == [Consent.objects.get(answer="no")]
    assert len([one for one in queries.ledger(world.mina, world.case).consents if one.current]) == 3


def test_a_no_that_comes_after_the_proposal_blocks_its_approval(world: World) -> None:
    world.consent()
    release = world.proposal()
    say(world, "no")
    assert refusal_of(lambda: approve_release(actor=world.adaeze, release=release)).code == "conflict"
    assert lines_in_conflict(release.pk) == lines_without_basis(release.pk) == [2]
    Dossier.objects.filter(release=release).update(decided_by=world.staff["adaeze"])
    raw = "UPDATE disclosure_public_release SET state = 'approved', approved_at = now(), live_at = now()"
    with pytest.raises(IntegrityError, match="nothing current"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(raw)


def test_a_no_to_what_is_live_darkens_it_at_once(world: World) -> None:
    release = world.release()
    put("/en/campaigns/a/", b"told", release)
    assert [one.release for one in would_refuse(world.case, world.person, "age", "public")] == [release]
    assert would_refuse(world.case, world.person, "name", "public") == []
    say(world, "no")
    release.refresh_from_db()
    assert release.state == "withdrawn"
    dossier = Dossier.objects.get(release=release)
    assert (dossier.ended_by, dossier.withdrawn_by_id) == ("consent", world.staff["mina"].pk)


@pytest.mark.parametrize(
    ("item", "audience", "blocks"),
    [
        ("age", "public", True), ("existence", "public", True), ("age", "partners", True), ("name", "public", False),
        ("existence", "members", True),
    ],
)  # fmt: skip
def test_what_a_no_concerns(world: World, item: str, audience: str, blocks: bool) -> None:
    """A no to some concerns the public, which all belong to; a no to somebody's existence all that is told of them."""
    release = world.release()
    say(world, "no", item=item, audience=audience)
    release.refresh_from_db()
    assert (release.state == "withdrawn") is blocks


def test_a_no_to_the_public_leaves_what_only_partners_read(world: World) -> None:
    record_consent(
        actor=world.mina, case=world.case, person=world.person, item="age", audience="partners", until=None,
        giver="her daughter", how="by telephone",
    )  # fmt: skip
    say(world, "no", audience="public")
    line = Line({"en": "A woman of 70."}, [(world.person, "age")])
    assert propose_release(
        actor=world.mina, case=world.case, audience="partners", lines=[line], why_now="They can help."
    )


def test_who_said_no_may_take_it_back(world: World) -> None:
    world.consent()
    no = say(world, "no")
    assert withdraw_consent(actor=world.haru, consent=no) == []
    assert world.proposal().state == "proposed"


def test_two_people_who_knew_of_the_no_may_outweigh_it(world: World) -> None:
    world.consent()
    no = say(world, "no", relation="other")
    decision = propose_best_interests(
        actor=world.mina, case=world.case, person=world.person, item="age", audience="public", until=None,
        grounds=GROUNDS,
    )  # fmt: skip
    assert [one.refusal_id for one in Settlement.objects.all()] == [no.pk]
    assert refusal_of(world.proposal).code == "conflict"
    confirm_best_interests(actor=world.adaeze, decision=decision)
    release = approve_release(actor=world.adaeze, release=world.proposal())
    assert queries.open_refusals(world.case) == []
    # A later no was not known to them.
    say(world, "no", relation="spouse")
    release.refresh_from_db()
    assert release.state == "withdrawn"


def test_what_settled_a_no_and_ends_takes_its_releases_along(world: World) -> None:
    world.consent()
    say(world, "no", relation="other")
    decision = outweigh(world)
    release = approve_release(actor=world.adaeze, release=world.proposal())
    assert withdraw_best_interests(actor=world.haru, decision=decision) == [release]


def test_a_grown_persons_own_no_is_outweighed_by_nobody(world: World) -> None:
    world.consent()
    release, decision = world.proposal(), outweigh(world)
    no = say(world, "no", relation="self")
    assert no.binding
    refused = refusal_of(lambda: outweigh(world))
    assert refused.code == "own_no"
    assert "only they" in refused.remedy
    # Nor by raw SQL: a settlement of it is refused, and were there one, the view would not heed it.
    with pytest.raises(IntegrityError, match="may outweigh"), transaction.atomic():
        Settlement.objects.create(decision=decision, refusal=no)
    without_triggers(
        "disclosure_settlement", "INSERT INTO disclosure_settlement (decision_id, refusal_id) VALUES (%s, %s)",
        decision.pk, no.pk,
    )  # fmt: skip
    assert lines_in_conflict(release.pk) == lines_without_basis(release.pk) == [2]


def test_a_childs_word_alone_is_not_enough_and_it_is_said_who_must(world: World) -> None:
    small = child(world)
    told = say(world, "yes", relation="self", person=small)
    assert not told.carries
    line = Line({"en": "A child of 5."}, [(small, "age")])
    refused = refusal_of(lambda: world.proposal([line]))
    assert refused.code == "child_alone"
    assert "parent or guardian" in refused.remedy
    assert not say(world, "yes", relation="family", person=small).carries
    assert refusal_of(lambda: world.proposal([line])).code == "child_alone"
    assert say(world, "yes", relation="parent", person=small).carries
    assert world.proposal([line]).state == "proposed"


def test_a_childs_own_no_is_heard_and_can_be_outweighed_by_two(world: World) -> None:
    small = child(world)
    say(world, "yes", relation="parent", person=small)
    no = say(world, "no", relation="self", person=small)
    assert not no.binding
    line = Line({"en": "A child of 5."}, [(small, "age")])
    assert refusal_of(lambda: world.proposal([line])).code == "conflict"


def test_a_person_known_as_a_child_only_later_is_one_all_the_same(world: World) -> None:
    say(world, "yes", relation="self", item="sex")
    line = Line({"en": "One of them is a girl."}, [(world.person, "sex")])
    release = world.proposal([line])
    person = Person.objects.get(pk=world.person.pk)
    correct_person(
        actor=world.mina, person=person, part=person.part, naming=person.naming, description="a girl of 15",
        facts=PersonFacts.aged(15), reason="her daughter told us",
    )  # fmt: skip
    assert refusal_of(lambda: approve_release(actor=world.adaeze, release=release)).code == "child_alone"


@pytest.mark.parametrize(
    "change", ["answer = 'no', carries = false", "carries = false", "binding = true", "relation = 'self'"]
)
def test_raw_sql_edits_no_answer(world: World, change: str) -> None:
    world.consent()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE disclosure_consent SET {change}")  # noqa: S608


def test_raw_sql_makes_no_consent_that_was_not_given(world: World, stranger: Person) -> None:
    small = child(world)
    columns = (
        "INSERT INTO disclosure_consent (case_id, person_id, item, audience, answer, carries, binding, relation,"
        " obtained, language, conversation, sealed_giver, sealed_how, sealed_explained, recorded_by_id, recorded_at,"
        " withdrawn_at) VALUES (%s, %s, 'age', 'public', %s, %s, %s, %s, 'phone', '', gen_random_uuid(), '', '', '',"
        " %s, now(), {})"
    )
    mina = world.staff["mina"].pk
    for values, withdrawn in (
        ((world.case.pk, small.pk, "no", True, False, "parent", mina), "NULL"),
        ((world.case.pk, small.pk, "yes", True, True, "self", mina), "NULL"),
        ((world.case.pk, stranger.pk, "yes", True, False, "parent", mina), "NULL"),
        ((world.case.pk, small.pk, "yes", True, False, "parent", mina), "now()"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(columns.format(withdrawn), values)


def test_settlements_are_kept_as_they_are(world: World) -> None:
    say(world, "no", relation="other")
    outweigh(world)
    for change in ("DELETE FROM disclosure_settlement", "UPDATE disclosure_settlement SET refusal_id = refusal_id + 1"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@pytest.mark.parametrize("part", ["unreachable", "risk", "benefit", "alternatives"])
def test_a_decision_answers_each_question(world: World, part: str) -> None:
    refused = refusal_of(
        lambda: propose_best_interests(
            actor=world.mina,
            case=world.case,
            person=world.person,
            item="age",
            audience="public",
            until=None,
            grounds=dataclasses.replace(GROUNDS, **{part: " "}),
        )
    )
    assert refused.code == "no_reasons"


@pytest.mark.parametrize("days", [-1, 400])
def test_a_decision_is_looked_at_again_within_a_year(world: World, days: int) -> None:
    refused = refusal_of(
        lambda: propose_best_interests(
            actor=world.mina,
            case=world.case,
            person=world.person,
            item="age",
            audience="public",
            until=None,
            grounds=GROUNDS,
            review_on=today() + dt.timedelta(days=days),
        )
    )
    assert refused.code == "review"


def test_a_review_that_is_due_is_told_to_the_cases_people(world: World) -> None:
    decision = outweigh(world)
    assert queries.reviews_due(world.haru) == []
    without_triggers("disclosure_best_interests", "UPDATE disclosure_best_interests SET review_on = %s", today())
    assert queries.reviews_due(world.haru) == [decision]
    assert queries.reviews_due(world.jonas) == []


def expiring(world: World, days: int) -> PublicRelease:
    until = today() + dt.timedelta(days=days)
    for person, item in ((None, "count"), (world.person, "age")):
        record_consent(
            actor=world.mina, case=world.case, person=person, item=item, audience="public", until=until,
            giver="her daughter", how="by letter",
        )  # fmt: skip
    return approve_release(actor=world.adaeze, release=world.proposal())


def test_people_are_told_before_a_consent_ends(world: World) -> None:
    release = expiring(world, 10)
    mine = type(world.case).objects.filter(pk=world.case.pk)
    assert [(ends.dossier.release, ends.days) for ends in ends_soon(mine)] == [(release, 10)]
    assert ends_soon(mine, within=3) == []


def test_what_rests_on_a_consent_that_ran_out_darkens_by_itself(world: World) -> None:
    release = expiring(world, 0)
    put("/en/campaigns/a/", b"told", release)
    tending.darken_what_lapsed()
    release.refresh_from_db()
    assert release.state == "approved"  # its last day is not over
    without_triggers("disclosure_consent", "UPDATE disclosure_consent SET until = until - 1")
    tending.darken_what_lapsed()
    release.refresh_from_db()
    dossier = Dossier.objects.get(release=release)
    assert (release.state, dossier.ended_by, dossier.withdrawn_by_id) == ("withdrawn", "expired", None)
    entries = AuditEntry.objects.filter(actor="system:expiry").values_list("kind", flat=True)
    assert set(entries) == {"disclosure.release_withdrawn", "disclosure.lapsed_darkened"}
    before = AuditEntry.objects.count()
    tending.darken_what_lapsed()
    assert AuditEntry.objects.count() == before


def test_nobody_but_the_system_lets_things_lapse(world: World) -> None:
    for actor in (world.mina, world.ruth, system("publishing")):
        with pytest.raises(NotPermitted):
            darken_lapsed(actor=actor)


def test_what_would_go_dark_is_told_beforehand(world: World) -> None:
    release = world.release()
    consent = Consent.objects.get(item="age")
    assert [dossier.release for dossier in would_darken(consent=consent)] == [release]
    assert would_darken(consent=say(world, "yes", item="sex")) == []
