"""A message made once as a template and spliced for each recipient (RFC 5322, 2045, 2046, 2369, 3834, 8058)."""

from __future__ import annotations

import html as markup
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from urllib.parse import urlsplit

from .addresses import parse_address
from .headers import BadHeader, encode_mailbox, encode_text
from .quoted import quote_piece
from .relay import is_loopback

_MARK = re.compile(r"%%([a-z][a-z0-9_]*)%%")
_LINK = re.compile(r"https?://[!-;=?-~]+")  # printable ASCII without < and >
_LIST_ID = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LONGEST_LINK = 900  # characters: with the field's name below the 998 of RFC 5322 2.1.1


class MissingValue(ValueError):
    """A splice mark for which no value was given; the message names the mark."""


def marks(*texts: str) -> frozenset[str]:
    """The names of all splice marks ``%%name%%`` in the texts."""
    return frozenset(name for text in texts for name in _MARK.findall(text))


@dataclass(frozen=True)
class Pieces:
    """A text cut at its marks: fixed pieces at even places, names of marks at odd ones."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Pieces:
        return cls(tuple(_MARK.split(text)))

    @cached_property
    def quoted(self) -> tuple[bytes, ...]:
        """The fixed pieces in quoted-printable, made once."""
        return tuple(quote_piece(part) for part in self.parts[::2])

    def fill(self, values: Mapping[str, str]) -> str:
        return "".join(_value(values, part) if i % 2 else part for i, part in enumerate(self.parts))

    def fill_quoted(self, values: Mapping[str, str], escape: Callable[[str], str]) -> bytes:
        filled = [self.quoted[0]]
        for name, fixed in zip(self.parts[1::2], self.quoted[1:], strict=True):
            filled += [quote_piece(escape(_value(values, name))), fixed]
        return b"".join(filled)


@dataclass(frozen=True)
class Template:
    """A letter in one language: what is the same for all. Make it with ``make_template``."""

    subject: Pieces
    head: str  # header fields that are the same for all, in CRLF lines
    domain: str
    html: Pieces
    text: Pieces
    boundary: str

    def splice(
        self,
        values: Mapping[str, str],
        *,
        to: str,
        to_name: str = "",
        unsubscribe: str | None = None,
        message_id: str | None = None,
    ) -> bytes:
        """The message for one recipient, ready to be signed and sent.

        ``message_id`` (``left@right``, without brackets) lets a second sending be recognised; else it is random.
        ``values`` go into the marks: escaped in the HTML part, as they are in the text part and the subject.
        ``unsubscribe`` is the recipient's one-click link (RFC 8058), https (or http on this machine).
        Raises MissingValue, BadHeader, BadAddress, UnicodeEncodeError.
        """
        head = (
            f"Date: {format_datetime(datetime.now(UTC))}\r\n"
            f"Message-ID: <{_message_id(message_id, self.domain)}>\r\n"
            f"To: {encode_mailbox(parse_address(to), to_name)}\r\n"
            f"Subject: {encode_text(self.subject.fill(values))}\r\n"
            f"{self.head}{_unsubscribe_fields(unsubscribe)}\r\n"
        )
        mark = f"--{self.boundary}"
        return b"".join((
            f"{head}{mark}\r\n{_PART_HEAD.format('plain')}".encode(),
            self.text.fill_quoted(values, str),
            f"\r\n{mark}\r\n{_PART_HEAD.format('html')}".encode(),
            self.html.fill_quoted(values, markup.escape),
            f"\r\n{mark}--\r\n".encode(),
        ))  # fmt: skip


_PART_HEAD = 'Content-Type: text/{}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'


def make_template(
    *,
    subject: str,
    sender: str,
    sender_name: str,
    html: str,
    text: str,
    reply_to: str | None = None,
    list_id: str | None = None,
    list_name: str = "",
    automatic: bool = False,
) -> Template:
    """Build the template of a letter; marks may stand in ``subject``, ``html`` and ``text``.

    ``list_id`` (RFC 2919, like ``news.example.org``) also says ``Precedence: bulk``; ``automatic`` is for mail that
    answers an act, like a confirmation (RFC 3834). Raises BadHeader, BadAddress, UnicodeEncodeError.
    """
    address = parse_address(sender)
    boundary = f"=_{secrets.token_hex(12)}"  # '=_' cannot occur in quoted-printable
    encode_text(subject)
    fields = [f"From: {encode_mailbox(address, sender_name)}"]
    if reply_to is not None:
        fields.append(f"Reply-To: {encode_mailbox(parse_address(reply_to))}")
    if list_id is not None:
        fields += [f"List-Id: {_list_id(list_id, list_name)}", "Precedence: bulk"]
    if automatic:
        fields.append("Auto-Submitted: auto-generated")
    fields += ["MIME-Version: 1.0", f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"']
    head = "".join(f"{field}\r\n" for field in fields)
    return Template(Pieces.of(subject), head, address.domain, Pieces.of(html), Pieces.of(text), boundary)


def _message_id(given: str | None, domain: str) -> str:
    if given is None:
        return f"{secrets.token_hex(16)}@{domain}"
    return str(parse_address(given))


def _value(values: Mapping[str, str], name: str) -> str:
    try:
        return values[name]
    except KeyError:
        raise MissingValue(f"No value was given for the mark '{name}'.") from None


def _list_id(list_id: str, name: str) -> str:
    if not _LIST_ID.fullmatch(list_id):
        raise BadHeader("A List-Id is of the form list.example.org.")
    return f"{encode_text(name)} <{list_id}>" if name else f"<{list_id}>"


def _unsubscribe_fields(link: str | None) -> str:
    if link is None:
        return ""
    parts = urlsplit(link)
    safe = parts.scheme == "https" or is_loopback(parts.hostname or "")
    if not safe or not _LINK.fullmatch(link) or len(link) > _LONGEST_LINK:
        raise BadHeader("The link for unsubscribing must be https, in plain ASCII, and at most 900 characters long.")
    return f"List-Unsubscribe: <{link}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
