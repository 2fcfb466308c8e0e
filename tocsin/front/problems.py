"""What can be wrong with a form: the keys of problems and their English texts. Imports no Django.

A page that holds a form is published with the texts of its language under these keys (``Published.messages``).
"""

from __future__ import annotations

from collections.abc import Mapping


def gettext_noop(text: str) -> str:
    """Mark a text for ``makemessages`` without translating it."""
    return text


PROBLEMS: dict[str, str] = {
    "name.required": gettext_noop("Please give your name."),
    "name.too_long": gettext_noop("This name is too long: at most 120 characters."),
    "name.characters": gettext_noop("This name holds characters that cannot be shown."),
    "name.link": gettext_noop("Please write a name, without an address."),
    "email.required": gettext_noop("Please give your e-mail address."),
    "email.invalid": gettext_noop("This e-mail address does not look right."),
    "country.required": gettext_noop("Please choose your country."),
    "country.invalid": gettext_noop("Please choose a country from the list."),
    "updates.required": gettext_noop("Please choose yes or no: do you want to hear what happens?"),
    "consent.required": gettext_noop("We need your consent to keep your signature."),
    "newsletter.invalid": gettext_noop("Please tick the newsletter's box or leave it empty."),
    "words.required": gettext_noop("Please type the words of your code."),
    "words.mistyped": gettext_noop(
        "These are not the seven words of a code: look for a slip, or a word that is missing."
    ),
    "text.required": gettext_noop("Please write your comment."),
    "text.too_long": gettext_noop("This comment is too long: at most 3,000 characters."),
    "text.characters": gettext_noop("This comment holds characters that cannot be shown."),
    "report.required": gettext_noop("Please write what happened, in whatever language you like."),
    "report.too_long": gettext_noop(
        "This is too long for one report: at most 20,000 characters. Send the rest after it."
    ),
    "report.line": gettext_noop("This is too long: at most 300 characters."),
    "files.too_many": gettext_noop("At most 5 files at once. Please choose them again; the rest can follow."),
    "files.too_large": gettext_noop(
        "These files are too large: at most 10 MB together. Please choose fewer; the rest can follow."
    ),
    "files.again": gettext_noop("Please choose your files again: a browser forgets them."),
    "code.required": gettext_noop("Please type the words of your receipt code."),
    "code.mistyped": gettext_noop(
        "These are not the seven words of a receipt code: look for a slip, or a word that is missing."
    ),
    "answers.none": gettext_noop("There is no answer yet, or there is no such code."),
}


class Invalid(Exception):
    """Fields with their problems, ``{field: key of PROBLEMS}``. Never holds what the person typed."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("the form has problems")
        self.problems = dict(problems)
