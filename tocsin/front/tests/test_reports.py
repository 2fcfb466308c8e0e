"""Reports from the public: sealed to the desk alone, acknowledged with a code, answered to whoever types it."""

from __future__ import annotations

import datetime as dt
import logging
import re

import httpx
import pytest

from tocsin.core.code_words import canonical, new_code
from tocsin.core.sealing import OpenKey, SealingError
from tocsin.front import payloads, publishing, receipts
from tocsin.front.bundles import Bundle, join
from tocsin.front.models import Letterbox
from tocsin.front.server import uploads
from tocsin.front.server.letterbox import Busy
from tocsin.front.server.report_pages import STEP
from tocsin.front.server.uploads import Budget

from .conftest import COMMITTED, VERSION, Keys, Loop, put

pytestmark = COMMITTED

HOME = "/en/report/"
PAGES = {
    "": '<!--problems--><textarea name="text">%%field:text%%</textarea><i %%invalid:files%%></i>',
    "received/": "<p>Code: <b>%%field:code%%</b></p>",
    "return/": '<!--problems--><input name="code" value="%%field:code%%">',
    "answers/": '<!--problems--><pre>%%field:answers%%</pre><input value="%%field:code%%"><!--%%field:padding%%-->',
    "added/": "<p>Added</p>",
}
WORDS = {
    "text": "세 사람이 끌려갔습니다",
    "name": "류선옥",
    "contact": "sora@mail.example",
    "how_known": "by telephone",
}
JPEG = b"\xff\xd8\xff\xe1GPS 42.97, 129.97\xff\xd9"


@pytest.fixture(autouse=True)
def pages(site: None) -> None:
    for rest, body in PAGES.items():
        put(HOME + rest, body, slots=True, messages={"answers.none": "No answer yet, or no such code."})


def send(
    front: Loop, where: str = "", fields: dict[str, str] = WORDS, files: object = (), **more: object
) -> httpx.Response:
    kept = list(files) or [("files", ("", b""))]  # type: ignore[call-overload]
    return front.post(HOME + where, data=fields, files=kept, **more)


def code_in(answer: httpx.Response) -> str:
    found = re.search("<b>([a-z ]+)</b>", answer.text)
    assert found, answer.text
    return canonical(found[1])


def bundles(keys: Keys) -> list[Bundle]:
    arrived: dict[str, dict[int, payloads.ReportPart]] = {}
    for row in Letterbox.objects.filter(kind="report"):
        part = payloads.decode(keys.reports.open(bytes(row.payload)))
        assert isinstance(part, payloads.ReportPart)
        arrived.setdefault(part.arrival, {})[part.number] = part
    return [
        join({number: part.data for number, part in parts.items()}, next(iter(parts.values())).of)
        for parts in arrived.values()
    ]


def look(front: Loop, code: str) -> httpx.Response:
    return front.post(f"{HOME}return/", data={"code": code})


def publish(code: str, *texts: str) -> None:
    receipt = receipts.derive(code)
    answers = [receipts.Answer(dt.date(2012, 3, 9), text) for text in texts]
    blob = receipts.seal_answers(receipt.key.seal_key.public, answers).decode()
    put(receipts.path_of(receipt.lookup), blob, content_type="application/octet-stream")


def test_a_report_is_sealed_to_the_desk_and_acknowledged_with_a_code(front: Loop, keys: Keys) -> None:
    answer = send(front, files=[("files", ("사진.jpg", JPEG))])
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    receipt = receipts.derive(code_in(answer))
    (bundle,) = bundles(keys)
    assert (bundle.text, bundle.name, bundle.contact) == (WORDS["text"], WORDS["name"], WORDS["contact"])
    assert [(file.name, file.body) for file in bundle.files] == [("사진.jpg", JPEG)]
    assert (bundle.lookup, bundle.public) == (receipt.lookup, receipt.key.seal_key.public)
    assert not bundle.more


def test_nobody_but_the_desk_can_open_it(front: Loop, keys: Keys) -> None:
    code = code_in(send(front))
    for row in Letterbox.objects.all():
        assert row.kind == "report"
        for private in (keys.contact, OpenKey.generate(), receipts.derive(code).key):
            with pytest.raises(SealingError):
                private.open(bytes(row.payload))
        for word in (*code.split(), "sora", "류선옥"):
            assert word.encode() not in bytes(row.payload)
    held = [value for value in vars_of(front.front.reports) if isinstance(value, OpenKey)]
    assert held == []


def vars_of(thing: object) -> list[object]:
    return [getattr(thing, name) for name in getattr(type(thing), "__slots__", ())]


def test_every_code_is_another_and_none_is_logged(front: Loop, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answers = [send(front), send(front)]
    codes = [code_in(answer) for answer in answers]
    assert codes[0] != codes[1]
    for answer, code in zip(answers, codes, strict=True):
        said = " ".join(f"{name}: {value}" for name, value in answer.headers.items()) + str(answer.url) + caplog.text
        assert not any(word in said for word in code.split() if len(word) > 4)
        assert "set-cookie" not in answer.headers


def test_rows_of_a_short_report_and_of_an_addition_look_alike(front: Loop) -> None:
    code = code_in(send(front, fields={"text": "a"}))
    send(front, "more/", {"text": "말" * 900, "code": code})
    assert len({(row.kind, len(bytes(row.payload))) for row in Letterbox.objects.all()}) == 1


def test_who_comes_back_reads_our_answer(front: Loop) -> None:
    code = code_in(send(front))
    publish(code, "We read it.", "Are <you> & yours safe?")
    front.until("/en/", 200)
    front.pause(0.3)
    answer = look(front, code.upper())
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "Are &lt;you&gt; &amp; yours safe?" in answer.text
    assert answer.text.index("yours safe") < answer.text.index("We read it."), "the newest comes first"
    assert "March 9, 2012" in answer.text


def test_a_wrong_code_and_one_without_an_answer_look_alike(front: Loop) -> None:
    code = code_in(send(front))
    publish(code)
    front.pause(0.5)
    without, wrong = look(front, code), look(front, new_code())
    answered = new_code()
    publish(answered, "An answer " * 200)
    front.pause(0.5)
    with_one = look(front, answered)
    assert "An answer" in with_one.text
    for answer in (without, wrong):
        assert "No answer yet, or no such code." in answer.text
    shapes = {re.sub(r'value="[a-z ]+"|<!-- *-->', "", answer.text) for answer in (without, wrong)}
    assert len(shapes) == 1
    assert without.status_code == wrong.status_code == 200
    assert [n for n, _ in without.headers.items()] == [n for n, _ in wrong.headers.items()]
    assert {len(answer.content) for answer in (without, wrong, with_one)} == {STEP}


def test_a_slip_in_the_code_is_said_and_costs_no_derivation(front: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_code: str) -> None:
        raise AssertionError("derived")

    monkeypatch.setattr(receipts, "derive", never)
    for typed in ("", "one two three", new_code() + " apple"):
        answer = look(front, typed)
        assert answer.status_code == 422
        assert "#id_code" in answer.text


def test_more_is_tied_to_the_first_report_by_what_follows_from_the_code(front: Loop, keys: Keys) -> None:
    code = code_in(send(front))
    answer = send(front, "more/", {"text": "and there is more", "code": code}, [("files", ("b.pdf", b"%PDF"))])
    assert answer.text == "<p>Added</p>"
    first, more = sorted(bundles(keys), key=lambda bundle: bundle.more)
    assert (first.lookup, first.public) == (more.lookup, more.public)
    assert (more.more, more.text, more.files[0].name) == (True, "and there is more", "b.pdf")


def test_what_is_missing_or_too_long_is_said_and_nothing_is_lost(front: Loop) -> None:
    blank = send(front, fields={"text": "  ", "name": "x" * 301})
    assert blank.status_code == 422
    assert "#id_text" in blank.text
    assert "#id_name" in blank.text
    long = send(front, fields={"text": "말" * 20_001}, files=[("files", ("a.jpg", JPEG))])
    assert "#id_text" in long.text
    assert "말" * 20_001 in long.text
    assert "#id_files" in long.text, "a browser forgets files: say so"
    assert not Letterbox.objects.exists()


def test_too_many_and_too_large_files_are_said(front: Loop) -> None:
    many = send(front, files=[("files", (f"{n}.jpg", b"x")) for n in range(6)])
    assert many.status_code == 422
    assert WORDS["text"] in many.text
    large = send(front, files=[("files", ("film.mov", b"x" * (10 * 1024 * 1024 + 1)))])
    assert large.status_code == 422
    assert WORDS["text"] in large.text
    assert not Letterbox.objects.exists()


def test_ten_megabytes_arrive(front: Loop, keys: Keys) -> None:
    body = b"".join(number.to_bytes(4) for number in range(10 * 1024 * 1024 // 4))
    assert send(front, files=[("files", ("large.bin", body))]).status_code == 200
    (bundle,) = bundles(keys)
    assert bundle.files[0].body == body


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x\r\nContent-Disp", 400),
        ({"content-type": "multipart/form-data; boundary=x"}, b"", 400),
        ({"content-type": "multipart/form-data"}, b"--x--", 400),
        ({"content-type": "application/json"}, b'{"text": "x"}', 415),
        ({"content-type": "application/x-www-form-urlencoded"}, b"text=x", 415),
        ({"content-type": "multipart/form-data; boundary=x", "content-length": "99999999999"}, b"--x--", 413),
    ],
)
def test_what_is_no_form_is_refused(front: Loop, headers: dict[str, str], body: bytes, status: int) -> None:
    assert front.post(HOME, content=body, headers=headers).status_code == status
    assert not Letterbox.objects.exists()


def test_another_sites_form_is_refused(front: Loop) -> None:
    for where in ("", "more/", "return/"):
        answer = send(front, where, headers={"origin": "https://elsewhere.example"})
        assert answer.status_code == 403
    assert not Letterbox.objects.exists()


def test_pages_that_only_a_form_leads_to_send_others_to_it(front: Loop) -> None:
    for rest, there in (("received/", HOME), ("answers/", f"{HOME}return/"), ("added/", f"{HOME}return/")):
        answer = front.get(HOME + rest)
        assert (answer.status_code, answer.headers["location"]) == (303, there)


def test_blobs_cannot_be_fetched(front: Loop) -> None:
    code = new_code()
    publish(code, "for one alone")
    front.pause(0.5)
    path = receipts.path_of(receipts.derive(code).lookup)
    there, nowhere = front.get(path), front.get(receipts.FOLDER + "0" * 32)
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert "for one alone" in look(front, code).text


def test_without_the_page_that_shows_the_code_nothing_is_taken(front: Loop) -> None:
    publishing.remove([f"{HOME}received/"])
    front.until(f"{HOME}received/", 404)
    assert send(front).status_code == 404
    assert not Letterbox.objects.exists()


def test_a_closed_letterbox_acknowledges_nothing(front: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    async def closed(_row: object) -> None:
        raise Busy("closed")

    monkeypatch.setattr(front.front.letterbox, "put", closed)
    answer = send(front)
    assert answer.status_code == 503
    assert "busy" in answer.text


def test_too_many_codes_at_once_are_told_to_wait(front: Loop) -> None:
    front.front.reports._waiting = 10_000
    assert look(front, new_code()).status_code == 503


def test_the_memory_for_what_arrives_is_bounded() -> None:
    budget = Budget(1000)
    with budget.share() as one, budget.share() as other:
        one.hold(700)
        with pytest.raises(Busy):
            other.hold(400)
        one.hold(100)
        other.hold(900)
    with budget.share() as again:
        again.hold(1000)
    assert uploads.MEMORY >= 2 * uploads.MOST_FILE_BYTES


def test_a_blob_of_an_older_verdict_is_not_read(front: Loop) -> None:
    code = new_code()
    publish(code, "for one alone")
    publishing.set_guard_version(VERSION + 1)
    publishing.renew_verdicts([HOME + rest for rest in PAGES], guard_version=VERSION + 1)
    front.pause(0.6)
    assert "No answer yet" in look(front, code).text


def test_a_spoilt_blob_is_no_answer(front: Loop) -> None:
    code = new_code()
    put(receipts.path_of(receipts.derive(code).lookup), "abc", content_type="application/octet-stream")
    front.pause(0.5)
    answer = look(front, code)
    assert answer.status_code == 200
    assert "No answer yet" in answer.text
