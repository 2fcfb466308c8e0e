"""What the crowd does over HTTP: sign, repeat, send rubbish, confirm, withdraw, subscribe, unsubscribe, comment."""

from __future__ import annotations

import collections
import html
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import httpx

from .cast import Supporter

T = TypeVar("T")
AT_ONCE = 8
RUBBISH = (
    {"name": "", "email": "nobody@mail0.example", "country": "KR", "updates": "no", "consent": "yes"},
    {"name": "No Address", "email": "not an address", "country": "KR", "updates": "no", "consent": "yes"},
    {"name": "No Consent", "email": "someone@mail0.example", "country": "KR", "updates": "yes"},
    {"name": "No Choice", "email": "someone@mail0.example", "country": "XX", "consent": "yes"},
)


class Crowd:
    """A few hundred people behind one HTTP client; every answer's status is counted by what was tried."""

    def __init__(self, public: httpx.Client, slug: str) -> None:
        self.http = public
        self.slug = slug
        self.statuses: collections.Counter[str] = collections.Counter()

    def each(self, people: Iterable[T], does: Callable[[T], None]) -> int:
        """Let everyone do something, several at once; returns how many did. An error of one is an error."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return len(list(pool.map(does, people)))

    def sign(self, supporter: Supporter, *, email: str = "") -> None:
        """Every third signs by JSON, as another site's script would; the others by the form."""
        said = {
            "name": supporter.name,
            "email": email or supporter.email,
            "country": supporter.country,
            "updates": "yes" if supporter.updates else "no",
            "consent": "yes",
            **({"newsletter": "yes"} if supporter.newsletter else {}),
        }
        path = f"/{supporter.language}/campaigns/{self.slug}/sign"
        as_json = supporter.number % 3 == 0
        answer = self.http.post(path, json=said) if as_json else self.http.post(path, data=said)
        self._expect("sign", answer, 202 if as_json else 303)

    def send_rubbish(self, number: int) -> None:
        answer = self.http.post(f"/en/campaigns/{self.slug}/sign", data=RUBBISH[number % len(RUBBISH)])
        self._expect("rubbish", answer, 422)

    def follow(self, link: str, language_answer: int = 200) -> None:
        """Open a link of a mail, as a mail scanner would too; this must change nothing."""
        self._expect("open", self.http.get(self._path(link)), language_answer)

    def press(self, link: str, what: str) -> None:
        """Open the page behind a link and press its button."""
        self.follow(link)
        self._expect(what, self.http.post(self._path(link), data={}), 303)

    def unsubscribe_at_once(self, link: str) -> None:
        """What a mail program sends for its unsubscribe button (RFC 8058)."""
        answer = self.http.post(self._path(link), data={"List-Unsubscribe": "One-Click"})
        self._expect("one-click", answer, 200)

    def subscribe(self, supporter: Supporter) -> None:
        said = {"name": supporter.name, "email": supporter.email, "consent": "yes"}
        self._expect("subscribe", self.http.post(f"/{supporter.language}/newsletter/", data=said), 303)

    def comment(self, path: str, said: dict[str, str]) -> None:
        self._expect("comment", self.http.post(f"{path}comments/", data=said), 303)

    def report(self, said: dict[str, str], files: dict[str, bytes]) -> str:
        """Report through the public form, as a browser without scripts does; returns the receipt code."""
        answer = self.http.post("/en/report/", data=said, files=[("files", file) for file in files.items()])
        self._expect("report", answer, 200)
        return _within("strong", answer.text)

    def look_for_answers(self, code: str) -> str:
        answer = self.http.post("/en/report/return/", data={"code": code})
        self._expect("return", answer, 200)
        return html.unescape(answer.text)

    def add_to_report(self, code: str, text: str) -> None:
        answer = self.http.post("/en/report/more/", data={"code": code, "text": text}, files={"files": ("", b"")})
        self._expect("more", answer, 200)

    def page(self, path: str) -> httpx.Response:
        return self.http.get(path)

    def _path(self, link: str) -> str:
        return str(httpx.URL(link).raw_path.decode())

    def _expect(self, what: str, answer: httpx.Response, status: int) -> None:
        self.statuses[f"{what} {answer.status_code}"] += 1
        if answer.status_code != status:
            raise RuntimeError(f"{what}: the answer was {answer.status_code}, not {status}")


def _within(tag: str, page: str) -> str:
    found = re.search(f"<{tag}>([^<]*)</{tag}>", page)
    if found is None:
        raise RuntimeError(f"the page has no <{tag}>")
    return html.unescape(found[1])
