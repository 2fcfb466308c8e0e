"""Korean for a date's form: '2012년 3월 중순', and as part of a sentence '2012년 3월 중순에'."""

from __future__ import annotations

from .korean import josa
from .rungs import Form

_PARTS = ("초순", "중순", "하순")
_SEASONS = ("봄", "여름", "가을")


def noun(form: Form) -> str:
    """``form``: (what, about, uncertain)."""
    said, about, uncertain = form
    words = f"{_plain(said)} 무렵" if about else _plain(said)
    return f"아마도 {words}" if uncertain else words


def adverb(form: Form) -> str:
    """'2012년 3월 14일에', '2012년 3월 20일까지', '2012년 3월 20일 이후에'."""
    return noun(form) if form[0][0] == "by" and not form[1] else f"{noun(form)}에"


def _plain(said: Form) -> str:
    kind, rest = said[0], said[1:]
    if kind == "between":
        return f"{josa(_plain(rest[0]), '과')} {_plain(rest[1])} 사이"
    if kind == "by":
        return f"{_plain(rest[0])}까지"
    if kind == "since":
        return f"{_plain(rest[0])} 이후"
    if kind == "day":
        return f"{rest[0].year}년 {rest[0].month}월 {rest[0].day}일"
    if kind == "part":
        return f"{rest[0]}년 {rest[1]}월 {_PARTS[rest[2]]}"
    if kind == "month":
        return f"{rest[0]}년 {rest[1]}월"
    if kind == "season":
        return f"{rest[0]}년 {_SEASONS[rest[1]]}"
    if kind == "decade":
        return f"{rest[0]}년대"
    return f"{rest[0]}년" + {"early": " 초", "late": " 말"}.get(kind, "")
