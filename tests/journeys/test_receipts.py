"""A signer of the story fetches their receipt, and page, command and program all prove it; a forged one none does."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tocsin.front import verify_receipt
from tocsin.front.verify_receipt import Log, half_of, over_http, read_checkpoint

from .browsing import DESKTOP, PHONE, Heard, axe, overflow, snapshot, visitor
from .played import Played, eventually
from .test_mails import numbers, parsed, part, raw_mail

WORDS = {"en": "Proven.", "ko": "증명되었습니다."}
NOT = {"en": "NOT proven.", "ko": "증명되지 않았습니다."}


def log_of(played: Played) -> str:
    return f"{played.public}/campaigns/save-my-friend/log"


def confirm_links(played: Played) -> list[str]:
    found = []
    for number, _contact in numbers(played, "confirmation", "en"):
        text = part(parsed(raw_mail(played, number)), "plain")
        link = re.search(r"http\S+/confirm/\?t=\S+", text)
        assert link is not None
        found.append(link[0])
    return found


@pytest.fixture(scope="module")
def receipt(played: Played) -> dict[str, str]:
    """Of a signer who stands in the list (one who never confirmed does not)."""
    eventually("the tree has grown", lambda: checkpoint_size(played) >= 20)
    for link in confirm_links(played):
        said = played.http.post(link.replace("/confirm/", "/confirmed/"))
        assert said.status_code == 200, said.text
        one: dict[str, str] = said.json()
        try:
            verify_receipt.prove(one, over_http(log_of(played)))
        except verify_receipt.NotYet:
            continue
        return one
    raise AssertionError("no signer of the story stands in the list")


def checkpoint_size(played: Played) -> int:
    key = played.http.get("/campaigns/save-my-friend/log/key").text.strip()
    return read_checkpoint(played.http.get("/campaigns/save-my-friend/log/checkpoint").text, key)[0]


def forged(receipt: dict[str, str]) -> dict[str, object]:
    """With a proof that leads to somebody else's entry: their place in the list, and one's own salt."""
    get = over_http(receipt["log"])
    note = get("checkpoint").decode()
    size, _root = read_checkpoint(note, receipt["key"])
    log = Log(get, size)
    own, _entry = log.find(half_of(base64.b64decode(receipt["salt"])))
    other = (own + 1) % size
    entry = verify_receipt.entries_of(get(verify_receipt.tile_path("entries", other // 256, size)))[other % 256]
    path = [base64.b64encode(each).decode() for each in log.inclusion_path(other, 0, size)]
    proof = {"index": other, "entry": base64.b64encode(entry).decode(), "path": path, "checkpoint": note}
    return {**receipt, "proof": proof}


def bent(key: str) -> str:
    """A public key with other last bytes, under the same ID."""
    return key[:-8] + ("AAAAAAAA" if key[-8:] != "AAAAAAAA" else "BBBBBBBB")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)


def kept(receipt: object, folder: Path) -> str:
    file = folder / "receipt.json"
    file.write_text(json.dumps(receipt))
    return str(file)


def test_a_receipt_holds_no_name_or_address(receipt: dict[str, str]) -> None:
    assert set(receipt) == {"format", "log", "key", "salt"}
    assert "@" not in json.dumps(receipt)


def test_command_and_program_prove_it_in_both_languages(
    played: Played, receipt: dict[str, str], tmp_path: Path
) -> None:
    program = tmp_path / "verify_receipt.py"
    program.write_bytes(played.http.get("/verify_receipt.py").content)
    file, proven = kept(receipt, tmp_path), str(tmp_path / "proven.json")
    for language, words in WORDS.items():
        alone = run(sys.executable, "-I", "-S", str(program), file, "--language", language)
        command = run(sys.executable, "-m", "tocsin.site.cli", "verify", file, "--language", language, "--keep", proven)
        for said in (alone, command):
            assert said.returncode == 0, said.stderr
            assert said.stdout.startswith(words)
    # From now on without any network.
    assert run(sys.executable, "-I", "-S", str(program), proven, "--log", "/nowhere").returncode == 0


def test_neither_proves_a_forged_one(played: Played, receipt: dict[str, str], tmp_path: Path) -> None:
    program = tmp_path / "verify_receipt.py"
    program.write_bytes(played.http.get("/verify_receipt.py").content)
    for bad in (forged(receipt), {**receipt, "key": bent(receipt["key"])}):
        file = kept(bad, tmp_path)
        assert run(sys.executable, "-I", "-S", str(program), file).returncode == 1
        assert run(sys.executable, "-m", "tocsin.site.cli", "verify", file).returncode == 1


def test_anybody_recounts_what_is_shown(played: Played, receipt: dict[str, str]) -> None:
    said = run(
        sys.executable, "-m", "tocsin.site.cli", "verify", "--log", receipt["log"], "--key", receipt["key"], "--json"
    )
    found = json.loads(said.stdout)
    shown = played.http.get("/campaigns/save-my-friend/count.json").json()["signatures"]
    waiting = played.rows("SELECT count(*) FROM campaigns_signature WHERE (state = 'confirmed') <> in_tree")[0][0]
    assert abs(found["count"] - shown) <= waiting
    assert found["size"] == checkpoint_size(played)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_page_proves_it_and_refuses_a_forged_one(
    played: Played, browser: Browser, receipt: dict[str, str], language: str, size: tuple[int, int], tmp_path: Path
) -> None:
    """Under the page's own content security policy, which lets nothing but our script act."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height})
    page, heard = context.new_page(), Heard(played.public)
    heard.listen(page)
    page.goto(f"{played.public}/{language}/campaigns/save-my-friend/check/")
    for one, result, words in (
        (receipt, "proven", WORDS), ({**receipt, "key": bent(receipt["key"])}, "forged", NOT),
        ({**receipt, "salt": "AAAAAAAAAAAAAAAAAAAAAA=="}, "later", None), ({"a": 1}, "no-receipt", None),
    ):  # fmt: skip
        page.set_input_files("#receipt", kept(one, tmp_path))
        page.click("form[data-log] button")
        page.wait_for_selector(f'output[data-result="{result}"]')
        if words is not None:
            assert words[language] in page.inner_text("output")
            snapshot(page, tmp_path, f"receipt {language} {width} {result}")
    assert overflow(page) == 0
    assert not heard.strangers
    assert all("404" in error for error in heard.errors)  # nobody's entries begin with that byte
    context.close()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_can_be_used_by_everybody(played: Played, browser: Browser, language: str) -> None:
    with visitor(browser, played.public, PHONE, scripts=True) as (page, _heard):
        page.goto(f"{played.public}/{language}/campaigns/save-my-friend/check/")
        page.wait_for_selector("form[data-log]:not([hidden])")
        assert axe(page) == []
    with visitor(browser, played.public, PHONE) as (page, _heard):
        page.goto(f"{played.public}/{language}/campaigns/save-my-friend/check/")
        assert not page.is_visible("form[data-log]")
        assert page.is_visible('a[href="/verify_receipt.py"]')
