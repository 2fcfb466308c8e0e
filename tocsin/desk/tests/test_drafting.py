"""The release editor: from the facts to a proposal, in steps, without JavaScript; nothing typed is lost, nobody else
sees a draft."""

from __future__ import annotations

import io
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from PIL import Image

from tocsin.cases import actions as cases
from tocsin.cases.models import Case, Person
from tocsin.cases.places import Place
from tocsin.core.actions import Actor
from tocsin.core.dates import UncertainDate
from tocsin.disclosure import actions as disclosure
from tocsin.disclosure import drafts
from tocsin.disclosure.models import Consent, PublicRelease, ReleaseDraft, ToldFacts

from .conftest import SEALED

Browser = Callable[[str], Client]
pytestmark = pytest.mark.django_db
WHY = {
    "tried_quietly": "Diplomats asked in vain.", "why_now": "The return is near.", "risk_members": "As before.",
    "risk_relatives": "None at home is named.", "risk_helpers": "None is told of.", "risk_partners": "None.",
    "gone_status": "410", "gone_words_en": "Taken down.", "gone_words_ko": "내렸습니다.",
}  # fmt: skip


@pytest.fixture
def mina(browser: Browser) -> Client:
    return browser("mina")


@pytest.fixture
def arrest(act: Callable[[str], Actor], case: Case, woman: Person) -> object:
    return cases.record_event(
        actor=act("mina"), case=case, kind="arrest", happened=UncertainDate.parse("2012-03-14"), persons=[woman],
        place=Place("Yanji / 연길", "", "Jilin / 지린성", "China / 중국"), account="As the partner told it.",
    )  # fmt: skip


def begin(client: Client, case: Case, *subjects: str, languages: tuple[str, ...] = ("en", "ko")) -> ReleaseDraft:
    sent = {"audience": "public", "languages": languages, "subjects": subjects}
    answer = client.post(f"/cases/{case.pk}/releases/new/", sent)
    draft = ReleaseDraft.objects.latest("begun_at")
    assert answer.url == f"/releases/drafts/{draft.pk}/rungs/", answer.content.decode()[:3000]
    return draft


def at(draft: ReleaseDraft, step: str) -> str:
    return f"/releases/drafts/{draft.pk}/{step}/"


def body(act: Callable[[str], Actor], draft: ReleaseDraft) -> drafts.Body:
    return drafts.draft_for(act("mina"), draft.pk).body


def test_a_release_is_drafted_step_by_step(
    act: Callable[[str], Actor], mina: Client, case: Case, woman: Person, consent: Consent
) -> None:
    draft = begin(mina, case, "count", f"person:{woman.pk}")
    count, about_her = body(act, draft).lines
    page = mina.get(at(draft, "rungs")).content.decode()
    for words in ("at least 31 people", "최소 30명", "a group of people", "a person in their seventies", "70대 사람"):
        assert words in page
    chosen = {f"{count.key}.count": "exact", f"{about_her.key}.age": "decade"}
    assert mina.post(at(draft, "rungs"), chosen).url == at(draft, "words")
    page = mina.get(at(draft, "words")).content.decode()
    assert "At least 31 people are concerned." in page
    assert "A person in their seventies is among them." in page
    words = {
        f"{count.key}.en": "At least 31 people were held.", f"{count.key}.ko": "최소 31명이 붙잡혀 있었습니다.",
        f"{about_her.key}.en": "One is in her seventies.", f"{about_her.key}.ko": "70대 여성도 있습니다.",
    }  # fmt: skip
    assert mina.post(at(draft, "words"), words).url == at(draft, "pictures")
    assert mina.post(at(draft, "pictures")).url == at(draft, "preview")
    page = mina.get(at(draft, "preview")).content.decode()
    assert "It found nothing that is sealed" in page
    assert "Not looked at" in page
    answer = mina.post(at(draft, "propose"), WHY)
    release = PublicRelease.objects.get()
    assert answer.url == f"/releases/{release.pk}/"
    assert not ReleaseDraft.objects.exists()
    assert list(release.statements.filter(language="en").values_list("text", flat=True)) == [
        "At least 31 people were held.", "One is in her seventies.",
    ]  # fmt: skip
    assert ToldFacts.objects.filter(dossier__release=release).exists()


def test_without_consent_only_silence_can_be_chosen(
    act: Callable[[str], Actor], mina: Client, case: Case, woman: Person, consent: Consent
) -> None:
    draft = begin(mina, case, f"person:{woman.pk}")
    (line,) = body(act, draft).lines
    page = mina.get(at(draft, "rungs")).content.decode()
    assert "A woman of 70, sex: nobody has agreed to this for these readers yet." in page
    mina.post(at(draft, "rungs"), {f"{line.key}.sex": "exact", f"{line.key}.name": "exact"})
    (line,) = body(act, draft).lines
    assert line.rungs["sex"] == "nothing"
    assert line.rungs["name"] == "nothing"
    assert SEALED not in " ".join(line.words.values())


def test_what_says_least_is_chosen_beforehand(
    act: Callable[[str], Actor], mina: Client, case: Case, woman: Person, consent: Consent
) -> None:
    draft = begin(mina, case, "count", f"person:{woman.pk}")
    mina.post(at(draft, "rungs"), {})
    count, about_her = body(act, draft).lines
    assert count.rungs == {"count": "group"}
    assert about_her.rungs["age"] == "adult"
    assert about_her.words["ko"] == "성인이 그중에 있습니다."


def test_a_withdrawn_consent_is_said_so(
    act: Callable[[str], Actor], mina: Client, case: Case, woman: Person, consent: Consent
) -> None:
    draft = begin(mina, case, f"person:{woman.pk}")
    mina.post(at(draft, "rungs"), {})
    disclosure.withdraw_consent(actor=act("mina"), consent=consent)
    assert "was taken back" in mina.get(at(draft, "rungs")).content.decode()
    preview = mina.get(at(draft, "preview")).content.decode()
    assert "rests on nothing" in preview
    answer = mina.post(at(draft, "propose"), WHY)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert not PublicRelease.objects.exists()


def test_own_words_stay_when_the_rungs_change(
    act: Callable[[str], Actor], mina: Client, case: Case, woman: Person, consent: Consent
) -> None:
    draft = begin(mina, case, f"person:{woman.pk}")
    (line,) = body(act, draft).lines
    mina.post(at(draft, "rungs"), {f"{line.key}.age": "exact"})
    mina.post(
        at(draft, "words"),
        {f"{line.key}.en": "Somebody's grandmother.", f"{line.key}.ko": "70세 사람이 그중에 있습니다."},
    )
    mina.post(at(draft, "rungs"), {f"{line.key}.age": "decade"})
    (line,) = body(act, draft).lines
    assert line.words == {"en": "Somebody's grandmother.", "ko": "70대 사람이 그중에 있습니다."}
    assert "A person in their seventies is among them." in mina.get(at(draft, "words")).content.decode()


def test_lines_are_moved_removed_and_added(
    act: Callable[[str], Actor], mina: Client, case: Case, woman: Person, consent: Consent
) -> None:
    draft = begin(mina, case, "count", f"person:{woman.pk}")
    mina.post(at(draft, "rungs"), {})
    first, second = body(act, draft).lines
    mina.post(at(draft, "words"), {"do": f"down:{first.key}", f"{first.key}.en": "Typed before moving."})
    assert [line.key for line in body(act, draft).lines] == [second.key, first.key]
    assert body(act, draft).lines[1].words["en"] == "Typed before moving."
    mina.post(at(draft, "words"), {"do": f"remove:{second.key}"})
    mina.post(at(draft, "words"), {"do": "own:"})
    own = body(act, draft).lines[-1]
    sent = {f"{own.key}.en": "They wait.", f"{own.key}.ko": "기다립니다.", f"{own.key}.rests_on": [":count", ":event"]}
    mina.post(at(draft, "words"), sent)
    assert body(act, draft).lines[-1].rests_on == [":count"], "nobody agreed to the event"


def test_a_sealed_name_is_said_to_the_people_of_its_case_alone(
    act: Callable[[str], Actor], mina: Client, case: Case, woman: Person, consent: Consent
) -> None:
    draft = begin(mina, case, "count")
    (line,) = body(act, draft).lines
    mina.post(at(draft, "words"), {f"{line.key}.en": f"{SEALED} is held.", f"{line.key}.ko": "붙잡혀 있습니다."})
    page = mina.get(at(draft, "preview")).content.decode()
    assert "in the English text, line 1" in page
    assert "Of this case:</span>" in page or SEALED in page.split("Of this case:")[1]
    other = cases.open_case(actor=act("jonas"), title="Another")
    cases.add_person(
        actor=act("jonas"),
        case=other,
        part="member",
        naming="withheld",
        description="x",
        names=[("Latn", "Ortrud Vanheule")],
    )
    mina.post(at(draft, "words"), {f"{line.key}.en": "Ortrud Vanheule is held.", f"{line.key}.ko": "붙잡혀 있습니다."})
    page = mina.get(at(draft, "preview")).content.decode()
    assert "desk-refusal" in page
    assert "Of this case" not in page


def test_two_who_write_at_once_do_not_overwrite_each_other(
    act: Callable[[str], Actor], mina: Client, case: Case, consent: Consent
) -> None:
    draft = begin(mina, case, "count")
    (line,) = body(act, draft).lines
    mina.post(at(draft, "words"), {f"{line.key}.en": "The first.", "edition": "1"})
    answer = mina.post(at(draft, "words"), {f"{line.key}.en": "The second.", "edition": "1"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "The second." in answer.content.decode()
    assert body(act, draft).lines[0].words["en"] == "The first."


@pytest.mark.parametrize("step", ["facts", "rungs", "words", "pictures", "preview", "preview/page/en", "propose"])
def test_nobody_else_sees_a_draft(browser: Browser, mina: Client, case: Case, consent: Consent, step: str) -> None:
    draft = begin(mina, case, "count")
    mina.post(at(draft, "rungs"), {})
    assert mina.get(at(draft, step)).status_code == HTTPStatus.OK
    for outsider in ("jonas", "adaeze", "teo", "ruth"):
        assert browser(outsider).get(at(draft, step)).status_code == HTTPStatus.NOT_FOUND
    if step not in ("preview", "preview/page/en"):
        assert browser("jonas").post(at(draft, step), {}).status_code == HTTPStatus.NOT_FOUND
    assert browser("jonas").post(at(draft, "discard")).status_code == HTTPStatus.NOT_FOUND
    assert ReleaseDraft.objects.filter(pk=draft.pk).exists()


def test_a_draft_lies_sealed(act: Callable[[str], Actor], mina: Client, case: Case, consent: Consent) -> None:
    draft = begin(mina, case, "count")
    (line,) = body(act, draft).lines
    mina.post(at(draft, "words"), {f"{line.key}.en": "Unmistakable words."})
    draft.refresh_from_db()
    assert b"Unmistakable" not in bytes(draft.sealed_body)


def test_the_preview_is_what_the_real_templates_make(
    act: Callable[[str], Actor], mina: Client, case: Case, woman: Person, consent: Consent
) -> None:
    draft = begin(mina, case, "count")
    mina.post(at(draft, "rungs"), {})
    for what, mark in (("page", "campaign"), ("letter", "</html>"), ("sheet", "noindex")):
        for language, words in (
            ("en", "A group of people are concerned."),
            ("ko", "한 무리의 사람들이 이 일을 겪고 있습니다."),
        ):
            page = mina.get(at(draft, f"preview/{what}/{language}")).content.decode()
            assert words in page
            assert mark in page
    assert mina.get(at(draft, "preview/page/fr")).status_code == HTTPStatus.NOT_FOUND
    assert mina.get(at(draft, "preview/nothing/en")).status_code == HTTPStatus.NOT_FOUND


def test_places_are_written_as_the_readers_write_them(
    act: Callable[[str], Actor], mina: Client, case: Case, woman: Person, consent: Consent, arrest: object
) -> None:
    told = {"audience": "public", "until": None, "giver": "her daughter", "how": "by telephone", "person": woman}
    for item in ("event", "place"):
        disclosure.record_consent(actor=act("mina"), case=case, item=item, **told)
    draft = begin(mina, case, f"event:{arrest.pk}", languages=("en", "ko", "fr"))
    (line,) = body(act, draft).lines
    mina.post(
        at(draft, "rungs"), {f"{line.key}.event": "exact", f"{line.key}.date": "part", f"{line.key}.place": "region"}
    )
    words = body(act, draft).lines[0].words
    assert words["en"] == "They were arrested in Jilin in mid-March 2012."
    assert words["ko"] == "2012년 3월 중순에 지린성에서 이들이 체포되었습니다."
    assert words["fr"] == ""
    assert "has no words in" in mina.get(at(draft, "preview")).content.decode()


def jpeg() -> bytes:
    target = io.BytesIO()
    Image.effect_noise((320, 240), 90).convert("RGB").save(target, "JPEG")
    return target.getvalue()
