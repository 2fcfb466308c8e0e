"""The case file's screens: what is recorded is shown, what is corrected keeps its history, and nobody else sees any."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from tocsin.cases import actions as cases
from tocsin.cases import queries
from tocsin.cases.models import Attachment, Case, Event, Intervention, Person, PersonDetail, Risk, Tie
from tocsin.cases.opened import OpenedCase
from tocsin.cases.places import Place
from tocsin.core.actions import Actor
from tocsin.core.dates import UncertainDate

Browser = Callable[[str], Client]
Act = Callable[[str], Actor]
pytestmark = pytest.mark.django_db

PERSON = {
    "part": "relative", "naming": "withheld", "description": "Her daughter, waiting in Seoul.", "birth": "1970~",
    "sex": "female", "child": "", "name_hang": "류선옥", "name_latn": "Ryu Son-ok",
}  # fmt: skip
EVENT = {
    "kind": "detention", "happened": "2012-02-14/2012-03-08", "town": "Yanji / 연길 / 延吉", "country": "China",
    "account": "They were held.", "act": "arbitrary detention", "perpetrator": "the border police",
    "count_sense": "at_least", "count_number": "31", "source": "A partner", "how_known": "by telephone",
    "reliability": "B", "confirmation": "probable", "received": "2012-03-09",
}  # fmt: skip


@pytest.fixture
def opened(act: Act, case: Case) -> Callable[[], OpenedCase]:
    return lambda: queries.opened_case(act("mina"), case)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK, address
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def picture() -> io.BytesIO:
    """A photograph that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "Yanji market"
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(file, "JPEG", exif=exif)
    file.seek(0)
    file.name = "IMG_0001.jpg"
    return file


def test_a_person_is_added_shown_and_corrected(
    browser: Browser, case: Case, woman: Person, opened: Callable[[], OpenedCase]
) -> None:
    mina = browser("mina")
    assert mina.post(f"/cases/{case.pk}/people/new/", PERSON).status_code == HTTPStatus.FOUND
    daughter = next(person for person in opened().persons if person.part == "relative")
    there = f"/cases/{case.pk}/people/{daughter.id}/"
    assert {name.name for name in daughter.names} == {"류선옥", "Ryu Son-ok"}
    page = text_of(mina, there)
    assert "born about 1970, female" in page
    corrected = PERSON | {"birth": "1968", "reason": "Her own letter says so."}
    assert mina.post(f"{there}correct/", corrected | {"reason": ""}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert mina.post(f"{there}correct/", corrected).status_code == HTTPStatus.FOUND
    page = text_of(mina, there)
    assert "born 1968, female" in page
    assert "Her own letter says so." in page
    assert "born about 1970, female" in page
    assert "The person is in the file." in text_of(mina, f"/cases/{case.pk}/") or "It is in the file." in page


def test_names_and_numbers_that_are_mistaken_stay_on_the_page(
    browser: Browser, case: Case, woman: Person, opened: Callable[[], OpenedCase]
) -> None:
    mina, there = browser("mina"), f"/cases/{case.pk}/people/{woman.pk}/"
    mina.post(f"{there}detail/", {"kind": "phone", "text": "+86 155 0000 1234"})
    detail = PersonDetail.objects.get()
    assert "+86 155 0000 1234" in text_of(mina, there)
    mina.post(f"{there}detail/{detail.pk}/end/")
    mina.post(f"{there}name/{opened().persons[0].names[0].id}/end/")
    page = text_of(mina, there)
    assert page.count("the guard still looks for it") == 2
    assert len(opened().persons[0].names) == 1
    short = mina.post(f"{there}detail/", {"kind": "document", "text": "A1"})
    assert short.status_code == HTTPStatus.CONFLICT
    assert "too short" in short.content.decode()


def test_a_tie_is_told_from_both_sides_warned_of_and_ended(
    browser: Browser, act: Act, case: Case, woman: Person
) -> None:
    daughter = cases.add_person(
        actor=act("mina"), case=case, part="relative", naming="withheld", description="Her daughter",
        names=[("Latn", "Ryu Son-ok")],
    )  # fmt: skip
    mina, there = browser("mina"), f"/cases/{case.pk}/people/{woman.pk}/"
    mina.post(f"{there}tie/", {"kind": "parent", "relative": str(daughter.pk), "certainty": "probable"})
    assert "mother of Ryu Son-ok (probable)" in text_of(mina, there)
    assert "child of Chon Pun-nyo (probable)" in text_of(mina, f"/cases/{case.pk}/people/{daughter.pk}/")
    wrong = {"kind": "parent", "relative": str(woman.pk), "certainty": "possible"}
    mina.post(f"/cases/{case.pk}/people/{daughter.pk}/tie/", wrong)
    assert "would be among their own ancestors" in text_of(mina, f"/cases/{case.pk}/people/{daughter.pk}/")
    mistaken = Tie.objects.get(certainty="possible")
    mina.post(f"/cases/{case.pk}/people/{daughter.pk}/tie/{mistaken.pk}/end/", {"reason": "A slip."})
    page = text_of(mina, f"/cases/{case.pk}/people/{daughter.pk}/")
    assert "A slip." in page
    assert "own ancestors" not in text_of(mina, f"/cases/{case.pk}/")


def test_fate_and_whereabouts_stand_apart(browser: Browser, case: Case, woman: Person) -> None:
    mina, there = browser("mina"), f"/cases/{case.pk}/people/{woman.pk}/"
    dead = mina.post(f"{there}fate/", {"status": "dead", "as_of": "2012-04", "source": ""})
    assert dead.status_code == HTTPStatus.CONFLICT
    assert "never presumed" in dead.content.decode()
    mina.post(f"{there}fate/", {"status": "returned", "as_of": "2012-03~", "source": "two partners"})
    hiding = {"kind": "hiding", "as_of": "2012-04", "town": "Yanji"}
    assert mina.post(f"{there}whereabouts/", hiding).status_code == HTTPStatus.CONFLICT
    mina.post(f"{there}whereabouts/", {"kind": "held", "as_of": "2012-04", "region": "Jilin", "words": "A prison"})
    page = text_of(mina, there)
    assert "returned by force" in page
    assert "held: A prison (Jilin), April 2012" in page
    assert "Yanji" not in page


def test_an_event_with_what_it_rests_on(
    browser: Browser, act: Act, case: Case, woman: Person, opened: Callable[[], OpenedCase]
) -> None:
    mina = browser("mina")
    answer = mina.post(f"/cases/{case.pk}/events/new/", EVENT | {"victims": [str(woman.pk)]})
    assert answer.url.endswith("#events")
    event = Event.objects.get()
    there = f"/cases/{case.pk}/events/{event.pk}/"
    page = text_of(mina, there)
    for words in ("arbitrary detention", "the border police", "by telephone", "B: usually reliable", "Chon Pun-nyo"):
        assert words in page, words
    assert opened().events[0].place == Place(town="Yanji / 연길 / 延吉", country="China")
    told = opened().events[0].information[0]
    corrected = EVENT | {
        "town": "Tumen",
        "victims": [str(woman.pk)],
        "information": [str(told.id)],
        "reason": "Heard anew.",
    }
    assert mina.post(f"{there}correct/", corrected).status_code == HTTPStatus.FOUND
    page = text_of(mina, there)
    assert "Tumen, China" in page
    assert "Yanji, China" in page
    assert "Heard anew." in page
    assert opened().events[0].information[0].source == "A partner"
    mina.post(
        f"{there}information/", {"report": "", "source": "A letter", "reliability": "F", "confirmation": "doubtful"}
    )
    assert len(opened().events[0].information) == 2
    mina.post(f"{there}strike/", {"reason": "It was another group."})
    assert opened().events == ()
    assert "It was another group." in text_of(mina, there)


def test_nobody_is_victim_and_witness_at_once(browser: Browser, case: Case, woman: Person) -> None:
    both = EVENT | {"victims": [str(woman.pk)], "witnesses": [str(woman.pk)]}
    answer = browser("mina").post(f"/cases/{case.pk}/events/new/", both)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_what_came_of_an_intervention_is_added_later(browser: Browser, case: Case) -> None:
    mina = browser("mina")
    asked = {
        "kind": "confidential",
        "began": "2012-03-09~",
        "account": "Two governments were asked.",
        "to": "an embassy",
    }
    mina.post(f"/cases/{case.pk}/interventions/new/", asked)
    one = Intervention.objects.get()
    came = asked | {"response": "They promised to ask.", "effect": "None yet.", "reason": "The answer came."}
    mina.post(f"/cases/{case.pk}/interventions/{one.pk}/", came)
    page = text_of(mina, f"/cases/{case.pk}/")
    assert "They promised to ask." in page
    assert "None yet." in page


def test_an_overdue_review_of_the_risk_stands_on_the_desk(browser: Browser, act: Act, case: Case) -> None:
    mina, today = browser("mina"), timezone.localdate()
    weighed = {"circle": "relatives", "level": "high", "reasons": "They are watched.", "review_on": today.isoformat()}
    mina.post(f"/cases/{case.pk}/risk/new/", weighed)
    assert "They are watched." in text_of(mina, f"/cases/{case.pk}/")
    wanted = "The risk in one of your cases is to be weighed again."
    assert wanted not in text_of(mina, "/")
    Risk.objects.update(review_on=today.replace(year=today.year - 1))
    assert wanted in text_of(mina, "/")
    assert wanted not in text_of(browser("jonas"), "/")
    mina.post(f"/cases/{case.pk}/risk/new/", weighed)
    assert wanted not in text_of(mina, "/")


def test_a_photograph_goes_in_and_comes_out_as_a_file_only(browser: Browser, case: Case, woman: Person) -> None:
    mina = browser("mina")
    mina.post(f"/cases/{case.pk}/files/new/", {"file": picture(), "kind": "photo", "person": str(woman.pk)})
    file = Attachment.objects.get()
    there = f"/cases/{case.pk}/files/{file.pk}/"
    assert "Yanji market" in text_of(mina, f"/cases/{case.pk}/people/{woman.pk}/")
    whole = mina.get(there)
    assert whole.content == picture().getvalue()
    assert whole.headers["Content-Disposition"] == 'attachment; filename="IMG_0001.jpg"'
    assert whole.headers["Content-Type"] == "application/octet-stream"
    small = mina.get(f"{there}picture/")
    assert b"Yanji" not in small.content
    for answer in (whole, small):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    for outsider in ("jonas", "adaeze", "ruth"):
        assert browser(outsider).get(there).status_code == HTTPStatus.NOT_FOUND
        assert browser(outsider).get(f"{there}picture/").status_code == HTTPStatus.NOT_FOUND
    mina.post(f"{there}end/")
    assert mina.get(there).status_code == HTTPStatus.NOT_FOUND


def test_what_is_no_photograph_is_refused(browser: Browser, case: Case) -> None:
    file = io.BytesIO(b"<script>alert(1)</script>")
    file.name = "photo.jpg"
    answer = browser("mina").post(f"/cases/{case.pk}/files/new/", {"file": file, "kind": "photo", "person": ""})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert not Attachment.objects.exists()


def test_the_page_begins_with_withdrawing_and_its_contents(browser: Browser, case: Case, approved: object) -> None:
    page = text_of(browser("mina"), f"/cases/{case.pk}/")
    withdraw, people = page.index("Withdraw release 1"), page.index('id="people"')
    assert withdraw < page.index('href="#people"') < people
    assert "1 described, 30 not yet known" in page


def test_one_case_says_nothing_of_another(browser: Browser, act: Act, case: Case, woman: Person) -> None:
    """What belongs to one case is not found under another's address, even by somebody who is in both."""
    mina, other = act("mina"), cases.open_case(actor=act("mina"), title="Another")
    event = cases.record_event(
        actor=mina, case=case, kind="arrest", happened=UncertainDate.parse("2012"), place="", account="Taken."
    )
    done = cases.record_intervention(
        actor=mina, case=case, kind="legal", began=UncertainDate.parse("2012"), account="Asked."
    )
    file = cases.add_attachment(actor=mina, case=case, kind="photo", data=picture().getvalue(), file_name="a.jpg")
    client = browser("mina")
    for address in (
        f"people/{woman.pk}/", f"people/{woman.pk}/correct/", f"people/{woman.pk}/detail/",
        f"people/{woman.pk}/whereabouts/", f"events/{event.pk}/", f"events/{event.pk}/correct/",
        f"events/{event.pk}/strike/", f"events/{event.pk}/information/", f"interventions/{done.pk}/",
        f"files/{file.pk}/", f"files/{file.pk}/picture/",
    ):  # fmt: skip
        assert client.get(f"/cases/{case.pk}/{address}").status_code == HTTPStatus.OK, address
        assert client.get(f"/cases/{other.pk}/{address}").status_code == HTTPStatus.NOT_FOUND, address
        for outsider in ("jonas", "adaeze"):
            assert browser(outsider).get(f"/cases/{case.pk}/{address}").status_code == HTTPStatus.NOT_FOUND, address
