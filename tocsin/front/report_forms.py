"""Reading the fields of a report's form. Raises Invalid with every problem at once. Imports no Django.

A report is kept as it came: no character is refused, whatever its script, and only line ends are made alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tocsin.core.code_words import Mistyped, canonical

from .bundles import FILE_NAME_LENGTH, LINE_LENGTH, MOST_FILES, TEXT_LENGTH, Bundle, File
from .problems import Invalid

LINES = ("reporter", "name", "contact", "organisation")
Fields = Mapping[str, str]
Files = Sequence[tuple[str, bytes]]


def read_report(form: Fields, files: Files, *, cut: bool) -> Bundle:
    """A new report with its files, which has no receipt yet."""
    problems: dict[str, str] = {}
    text, how_known = _text(form, "text", problems), _text(form, "how_known", problems)
    lines = {name: _line(form, name, problems) for name in LINES}
    if not text:
        problems.setdefault("text", "report.required")
    kept = _files(files, problems, cut=cut)
    _complain(problems, files)
    return Bundle(
        lookup="",
        public=b"",
        text=text,
        how_known=how_known,
        reporter=lines["reporter"],
        name=lines["name"],
        contact=lines["contact"],
        organisation=lines["organisation"],
        files=kept,
    )


def read_more(form: Fields, files: Files, *, cut: bool) -> Bundle:
    """What a reporter adds, words, files or both; still without their receipt."""
    problems: dict[str, str] = {}
    text = _text(form, "text", problems)
    kept = _files(files, problems, cut=cut)
    if not text and not kept:
        problems.setdefault("text", "report.required")
    _complain(problems, files)
    return Bundle(lookup="", public=b"", text=text, more=True, files=kept)


def read_code(form: Fields) -> str:
    """The receipt code as it was made."""
    typed = form.get("code", "")
    if not typed.strip():
        raise Invalid({"code": "code.required"})
    try:
        return canonical(typed)
    except Mistyped:
        raise Invalid({"code": "code.mistyped"}) from None


def _text(form: Fields, name: str, problems: dict[str, str]) -> str:
    text = form.get(name, "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > TEXT_LENGTH:
        problems[name] = "report.too_long"
    return text


def _line(form: Fields, name: str, problems: dict[str, str]) -> str:
    text = " ".join(form.get(name, "").split())
    if len(text) > LINE_LENGTH:
        problems[name] = "report.line"
    return text


def _files(files: Files, problems: dict[str, str], *, cut: bool) -> tuple[File, ...]:
    if cut:
        problems["files"] = "files.too_large"
    if len(files) > MOST_FILES:
        problems["files"] = "files.too_many"
    return tuple(File(name[:FILE_NAME_LENGTH], body) for name, body in files)


def _complain(problems: dict[str, str], files: Files) -> None:
    if problems:
        if files:
            problems.setdefault("files", "files.again")
        raise Invalid(problems)
