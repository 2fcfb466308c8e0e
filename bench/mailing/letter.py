"""A newsletter of 20 kB that is being sent: made as the tables' owner (``make``), frozen as the worker (``freeze ID``).

The words are the bench's own and no guard has read them: their verdict is made here, as only the owner of the tables
could. What is measured cannot tell.
"""

from __future__ import annotations

import sys
from uuid import UUID

import django

django.setup()

from tocsin.accounts.actors import system  # noqa: E402 (models can be imported only now)
from tocsin.disclosure.guard import letter_sha256  # noqa: E402
from tocsin.front import publishing  # noqa: E402
from tocsin.mailings.actions import freeze_audience  # noqa: E402
from tocsin.mailings.models import Letter, LetterText, RenderedLetter  # noqa: E402

VERSION = 1
_WORDS = (
    "What is known of those who were taken, and what is asked of those who can still prevent that they are sent back: "
    "at least thirty-one people, some of them children, wait in a place that has not been named. "
)
_HTML = (
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>News</title></head><body>"
    "<p>%%greeting%%</p>" + "".join(f'<p style="margin: 0 0 1em; color: #222">{_WORDS * 3}</p>' for _ in range(15))
    + '<p><a href="%%unsubscribe%%">Unsubscribe</a></p></body></html>'
)  # fmt: skip
_TEXT = "%%greeting%%\n\n" + "\n\n".join(_WORDS * 3 for _ in range(12)) + "\n\nUnsubscribe: %%unsubscribe%%\n"


def make() -> UUID:
    publishing.set_guard_version(VERSION)
    letter = Letter.objects.create(kind=Letter.Kind.NEWSLETTER, state=Letter.State.SENDING)
    LetterText.objects.create(letter=letter, language="en", subject="News", preheader="", body="News")
    RenderedLetter.objects.create(
        letter=letter, language="en", subject="What is known, and what is asked", html=_HTML, text=_TEXT,
        sha256=letter_sha256("What is known, and what is asked", _HTML, _TEXT), guard_version=VERSION,
    )  # fmt: skip
    return letter.pk


def main() -> None:
    if sys.argv[1] == "make":
        sys.stdout.write(f"{make()}\n")
    else:
        freeze_audience(actor=system("mailing"), letter_id=UUID(sys.argv[2]))


if __name__ == "__main__":
    main()
