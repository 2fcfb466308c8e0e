"""The figures that the story prints, against the database read by SQL alone, and against the mailbox and the window."""

from __future__ import annotations

from .conftest import SUPPORTERS
from .played import Played

OUTCOMES = ("accepted", "refused", "deferred", "uncertain", "stopped")
TAKEN = {"sign 202", "sign 303", "confirm 303", "withdraw 303", "subscribe 303", "confirm-subscription 303",
         "one-click 200", "undo 303", "comment 303", "report 200", "more 200"}  # fmt: skip


def test_three_reports_and_eleven_persons(played: Played) -> None:
    assert played.figures["reports"] == played.value("SELECT count(*) FROM intake_report") == 3
    assert played.figures["persons"] == played.value("SELECT count(*) FROM cases_person") == 11
    assert played.value("SELECT count(*) FROM intake_report WHERE triage = 'situation'") == 1
    assert played.value("SELECT count(*) FROM cases_tie") == 6


def test_one_came_through_the_form_was_answered_and_went_on(played: Played) -> None:
    entries = played.rows("SELECT e.kind FROM intake_entry e JOIN intake_report r ON r.id = e.report_id"
                          " WHERE r.source = 'form' ORDER BY e.kind")  # fmt: skip
    assert entries == [("addition",), ("answer",)]
    assert played.value("SELECT count(*) FROM intake_attachment") == 1
    assert played.value("SELECT count(*) FROM intake_arriving_part") == 0


def test_at_least_31_and_no_more_is_claimed(played: Played) -> None:
    counts = played.rows("SELECT count FROM cases_headline_count")
    counts += played.rows("SELECT count FROM cases_event WHERE kind = 'refoulement'")
    assert len(counts) == 2
    for (count,) in counts:
        assert (count["sense"], count["minimum"], count["maximum"]) == ("at_least", 31, None)
    assert played.figures["headline"] == "at least 31 people"


def test_the_case_stays_open(played: Played) -> None:
    assert played.rows("SELECT state FROM cases_case") == [("open",)]


def test_each_release_has_two_people_and_the_second_is_withdrawn(played: Played) -> None:
    releases = played.rows(
        "SELECT d.version, r.state, p.email, a.email FROM disclosure_dossier d"
        " JOIN disclosure_public_release r ON r.id = d.release_id"
        " JOIN accounts_staff p ON p.id = d.proposed_by_id LEFT JOIN accounts_staff a ON a.id = d.decided_by_id"
        " ORDER BY d.version"
    )
    mina, adaeze = "mina@tocsin.example", "adaeze@tocsin.example"
    assert releases == [(1, "approved", mina, adaeze), (2, "withdrawn", mina, adaeze)]
    assert [(one["version"], one["state"], one["two_people"]) for one in played.figures["releases"]] == [
        (1, "approved", True),
        (2, "withdrawn", True),
    ]


def test_each_line_of_a_release_rests_on_a_consent_or_a_decision(played: Played) -> None:
    floating = played.value(
        "SELECT count(*) FROM disclosure_basis WHERE consent_id IS NULL AND best_interests_id IS NULL"
    )
    lines = played.value("SELECT count(DISTINCT (release_id, position)) FROM disclosure_statement")
    based = played.value("SELECT count(DISTINCT (dossier_id, position)) FROM disclosure_basis")
    assert floating == 0
    assert lines == based > 0


def test_every_letterbox_row_has_one_outcome(played: Played) -> None:
    tallied: dict[str, dict[str, int]] = {}
    for kind, outcome, rows in played.rows(
        "SELECT kind, outcome, sum(rows)::int FROM front_letterbox_tally GROUP BY kind, outcome"
    ):
        tallied.setdefault(kind, {})[outcome] = rows
    assert tallied == played.figures["letterbox"]
    taken = sum(number for answer, number in played.figures["answers"].items() if answer in TAKEN)
    assert sum(sum(outcomes.values()) for outcomes in tallied.values()) == taken > 2 * SUPPORTERS
    assert played.value("SELECT count(*) FROM front_letterbox") == 0
    assert played.value("SELECT count(*) FROM front_letterbox_poisoned") == 0


def test_confirmed_are_those_who_confirmed_less_those_who_withdrew(played: Played) -> None:
    states = dict(played.rows("SELECT state, count(*)::int FROM campaigns_signature GROUP BY state"))
    figures = played.figures
    assert states == figures["signatures"]
    assert sum(states.values()) == SUPPORTERS
    expected = figures["confirmed_by_supporters"] - figures["withdrawn_by_supporters"]
    assert states["confirmed"] == expected == figures["count"] > 0
    assert states["withdrawn"] == figures["withdrawn_by_supporters"] > 0
    assert played.value("SELECT sum(change)::int FROM campaigns_count_journal") == expected
    assert played.http.get("/campaigns/save-my-friend/count.json").json()["signatures"] == expected


def test_rubbish_and_repeats_are_no_signatures(played: Played) -> None:
    assert played.figures["answers"]["rubbish 422"] > 0
    people = played.value("SELECT count(DISTINCT contact_id) FROM campaigns_signature")
    assert people == played.value("SELECT count(*) FROM campaigns_signature") == SUPPORTERS
    signed = sum(played.figures["letterbox"]["sign"].values())
    assert signed > SUPPORTERS, "nobody signed twice"


def test_candidates_are_envelopes_and_excluded(played: Played) -> None:
    letters = played.rows(
        "SELECT l.kind, l.state, l.candidates::int,"
        " (SELECT count(*)::int FROM mailings_envelope e WHERE e.letter_id = l.id),"
        " (SELECT coalesce(sum(contacts), 0)::int FROM mailings_exclusion x WHERE x.letter_id = l.id)"
        " FROM mailings_letter l ORDER BY l.created_at"
    )
    seen = [(one["kind"], one["state"], one["candidates"], one["envelopes"], one["excluded"])
            for one in played.figures["letters"]]  # fmt: skip
    assert seen == letters
    sent = [row for row in letters if row[1] != "standing"]
    assert [row[0] for row in sent] == ["newsletter", "update", "update", "newsletter"]
    for _kind, _state, candidates, envelopes, excluded in sent:
        assert candidates == envelopes + excluded > 0
    assert any(row[4] for row in sent), "nobody was excluded"


def test_each_envelope_has_one_outcome(played: Played) -> None:
    states = dict(played.rows("SELECT state, count(*)::int FROM mailings_envelope GROUP BY state"))
    assert set(states) <= set(OUTCOMES)
    told = {state: sum(one[state] for one in played.figures["letters"]) for state in OUTCOMES}
    assert {state: states.get(state, 0) for state in OUTCOMES} == told
    assert sum(one["envelopes"] for one in played.figures["letters"]) == sum(states.values())


def test_what_was_accepted_is_in_the_mailbox(played: Played) -> None:
    accepted = {
        f"<{one}@lanternbridge.example>"
        for (one,) in played.rows("SELECT id::text FROM mailings_envelope WHERE state = 'accepted'")
    }
    messages = played.mailbox.messages()
    alerts = [message for message in messages if message["to"][0].endswith("@tocsin.example")]
    mails = [message["headers"]["Message-ID"] for message in messages if message not in alerts]
    assert len(mails) == len(set(mails)) == played.figures["mails"] - len(alerts)
    assert alerts, "the staff was not told of a situation report"
    assert set(mails) == accepted


def test_the_withdrawn_release_is_nowhere(played: Played) -> None:
    ((release,),) = played.rows("SELECT id FROM disclosure_public_release WHERE state = 'withdrawn'")
    standing = "SELECT count(*) FROM front_published WHERE %s = ANY(releases) AND status = 200"
    assert played.value(standing, release) == 0
    dark = played.rows("SELECT path, status FROM front_published WHERE %s = ANY(releases)", release)
    assert len(dark) >= 2
    assert {played.http.get(path).status_code for path, _status in dark} == {410}
    assert played.figures["seconds_to_dark"] <= 5
    held = played.value(
        "SELECT count(*) FROM mailings_envelope e JOIN mailings_letter l ON l.id = e.letter_id"
        " WHERE l.release_id = %s AND e.state IN ('waiting', 'in_flight', 'deferred')",
        release,
    )
    assert held == 0


def test_the_three_refusals(played: Played) -> None:
    assert sorted(played.figures["refusals"]) == ["no_consent", "sealed_name", "second_person"]


def test_the_audit_holds_and_a_changed_entry_is_found(played: Played) -> None:
    """The figures' own count, then the command, then the command again with one entry changed."""
    entries = played.value("SELECT count(*)::int FROM core_audit")
    assert played.figures["audit_verified"] is True
    assert 0 < played.figures["audit_entries"] <= entries
    verified = _verify(played)
    assert verified == (0, f"{entries} entries, unbroken")
    actor = played.value("SELECT actor FROM core_audit WHERE sequence = 7")
    change = "UPDATE core_audit SET actor = %s WHERE sequence = 7"
    with played.database() as superuser:
        superuser.execute("SET session_replication_role = replica")  # else the table's trigger refuses even this
        superuser.execute(change, ["Nobody"])
        try:
            assert _verify(played) == (1, "The chain is broken at entry 7")
        finally:
            superuser.execute(change, [actor])
    assert _verify(played)[0] == 0


def _verify(played: Played) -> tuple[int, str]:
    done = played.run("owner", "-m", "tocsin.site.cli", "audit", "verify")
    return done.returncode, done.stdout.partition(";")[0]
