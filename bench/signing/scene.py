"""A campaign that is open for signatures, with its page and its standing letter: run once, as the tables' owner.

The words are the bench's own and no guard has read them: their verdicts are made here, as only the owner of the tables
could. What is measured (front, letterbox, drain) cannot tell.
"""

from __future__ import annotations

import hashlib

import django

django.setup()

from tocsin.campaigns.tests.crowd import SLUG, open_campaign  # noqa: E402 (models can be imported only now)
from tocsin.front import publishing  # noqa: E402
from tocsin.mailings.models import Letter, RenderedLetter  # noqa: E402

VERSION = 1
FORM = (
    '<title>Save My Friend</title><p>%%figure:/campaigns/save-my-friend/count.json#signatures|grouped%%</p>'
    '<!--problems--><form method="post" action="sign"><input name="name" value="%%field:name%%">'
    '<input name="email" value="%%field:email%%"></form>' + "<p>What is known, and what is asked.</p>" * 500
)  # fmt: skip


def put(path: str, body: str, *, slots: bool = False) -> None:
    said = body.encode()
    page = publishing.Guarded(said, hashlib.sha256(said).digest(), VERSION)
    publishing.put_page(path=path, language=path[1:3], page=page, slots=slots)


def standing_letter(campaign: object) -> None:
    letter = Letter.objects.create(kind=Letter.Kind.CONFIRMATION, campaign=campaign, state=Letter.State.STANDING)
    for language in ("en", "ko"):
        RenderedLetter.objects.create(
            letter=letter, language=language, subject="Please confirm", html="<p>Please confirm</p>",
            text="Please confirm", sha256=bytes(32), guard_version=VERSION,
        )  # fmt: skip


def main() -> None:
    publishing.set_guard_version(VERSION)
    campaign = open_campaign()
    put(f"/en/campaigns/{SLUG}/", FORM, slots=True)
    put(f"/en/campaigns/{SLUG}/signed/", "<h1>Thank you</h1>")
    publishing.put_figures(campaign=SLUG, signatures=0)
    standing_letter(campaign)


if __name__ == "__main__":
    main()
