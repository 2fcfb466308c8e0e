"""The pages on which somebody reports to us, gets a receipt code, and comes back with it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from tocsin.front.bundles import LINE_LENGTH, MOST_FILES, TEXT_LENGTH
from tocsin.pages import forms
from tocsin.pages.outputs import Output
from tocsin.pages.rendering import everywhere, frame, render

REPORT = ("report", "files")
MORE = (*REPORT, "answers")
LIMITS = {"text_length": TEXT_LENGTH, "line_length": LINE_LENGTH, "most_files": MOST_FILES}


def report_outputs(language: str) -> Iterator[Output]:
    """All of them in the active language, which is ``language``."""
    yield _page(language, "report/", "report.html", _("Tell us what happened"), *REPORT, private=False)
    yield _page(language, "report/received/", "report_received.html", _("Your report has reached us"))
    yield _page(language, "report/return/", "report_return.html", _("Read our answer, or add something"), "code")
    yield _page(language, "report/answers/", "report_answers.html", _("Your report"), *MORE)
    yield _page(language, "report/added/", "report_added.html", _("What you added has reached us"))


def _page(language: str, rest: str, template: str, title: str, *fields: str, private: bool = True) -> Output:
    shown = frame(language, everywhere(rest), private=private)
    return Output(
        path=shown.path, language=language, slots=True, messages=forms.messages(language, fields),
        body=render(template, shown, title=title, **LIMITS),
        headers={"X-Robots-Tag": "noindex"} if private else {},
    )  # fmt: skip
