"""A message made once as a template and spliced for each recipient (RFC 5322, 2045, 2046, 2369, 3834, 8058)."""

from __future__ import annotations

import functools
import hashlib
import html as markup
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from urllib.parse import urlsplit

from .addresses import parse_address
from .canonical import relaxed_body
from .headers import BadHeader, encode_mailbox, encode_text
from .quoted import quote_piece
from .relay import is_loopback

_MARK = re.compile(r"%%([a-z][a-z0-9_]*)%%")
_LINK = re.compile(r"https?://[!-;=?-~]+")  # printable ASCII without < and >
_LIST_ID = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LONGEST_LINK = 900  # characters: with the field's name below the 998 of RFC 5322 2.1.1
_SECURE_LINK = re.compile(r"https://[!-.0-;=?-~][!-;=?-~]*")


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

    def fill(self, values: Mapping[str, str]) -> str:
        return "".join([_value(values, part) if i % 2 else part for i, part in enumerate(self.parts)])


@dataclass(frozen=True)
class Composed:
    """One recipient's message: its header fields, the empty line and body as pieces, and what DKIM wants of the body.

    Every line ends in CRLF, and none begins with a dot.
    """

    head: bytes
    body: tuple[bytes, ...]
    _slots: tuple[_Slot, ...] = field(repr=False)
    _begun: hashlib._Hash = field(repr=False)

    @property
    def body_hash(self) -> bytes:
        """SHA-256 of the body in DKIM's relaxed form; of its fixed pieces the form was made once for all."""
        hashed = self._begun.copy()
        for slot, piece in zip(self._slots, self.body[1::2], strict=True):
            hashed.update(relaxed_body(piece) + slot.form)
        return hashed.digest()


@dataclass(frozen=True)
class _Slot:
    """A place in the body for a value, and the fixed bytes behind it."""

    name: str
    escape: Callable[[str], str]
    fixed: bytes
    form: bytes  # in DKIM's relaxed form


@dataclass(frozen=True)
class Template:
    """A letter in one language: what is the same for all. Make it with ``make_template``."""

    subject: Pieces
    head: str  # header fields that are the same for all, in CRLF lines
    domain: str
    html: Pieces
    text: Pieces
    boundary: str

    @cached_property
    def _opening(self) -> bytes:
        """The empty line, and the body up to the first mark."""
        return b"\r\n" + self._body[0]

    @cached_property
    def _slots(self) -> tuple[_Slot, ...]:
        """The body's marks; all pieces between them are whole lines, so that each has its canonical form alone."""
        escapes = [str] * (len(self.text.parts) // 2) + [markup.escape] * (len(self.html.parts) // 2)
        names = self.text.parts[1::2] + self.html.parts[1::2]
        return tuple(
            _Slot(name, escape, fixed, relaxed_body(fixed))
            for name, escape, fixed in zip(names, escapes, self._body[1:], strict=True)
        )

    @cached_property
    def _body(self) -> tuple[bytes, ...]:
        """The fixed bytes of the body: before the first mark, and behind each."""
        text = [quote_piece(part) for part in self.text.parts[::2]]
        html = [quote_piece(part) for part in self.html.parts[::2]]
        mark = f"--{self.boundary}"
        text[0] = f"{mark}\r\n{_PART_HEAD.format('plain')}".encode() + text[0]
        html[0] = f"\r\n{mark}\r\n{_PART_HEAD.format('html')}".encode() + html[0]
        html[-1] += f"\r\n{mark}--\r\n".encode()
        return (*text[:-1], text[-1] + html[0], *html[1:])

    @cached_property
    def _hash(self) -> hashlib._Hash:
        """SHA-256 of the body up to its first mark."""
        return hashlib.sha256(relaxed_body(self._body[0]))

    def compose(
        self,
        values: Mapping[str, str],
        *,
        to: str,
        to_name: str = "",
        unsubscribe: str | None = None,
        message_id: str | None = None,
    ) -> Composed:
        """The message for one recipient, ready to be signed and sent.

        ``message_id`` (``left@right``, without brackets) lets a second sending be recognised; else it is random.
        ``values`` go into the marks: escaped in the HTML part, as they are in the text part and the subject.
        ``unsubscribe`` is the recipient's one-click link (RFC 8058), https (or http on this machine).
        Raises MissingValue, BadHeader, BadAddress, UnicodeEncodeError.
        """
        head = (
            f"Date: {_date(int(time.time()))}\r\n"
            f"Message-ID: <{_message_id(message_id, self.domain)}>\r\n"
            f"To: {encode_mailbox(parse_address(to), to_name)}\r\n"
            f"Subject: {encode_text(self.subject.fill(values))}\r\n"
            f"{self.head}{_unsubscribe_fields(unsubscribe)}"
        )
        body, quoted = [self._opening], dict[str, bytes]()
        for slot in self._slots:
            said = slot.escape(_value(values, slot.name))
            piece = quoted.get(said)
            if piece is None:
                piece = quoted[said] = quote_piece(said)
            body += (piece, slot.fixed)
        return Composed(head.encode(), tuple(body), self._slots, self._hash)

    def splice(
        self,
        values: Mapping[str, str],
        *,
        to: str,
        to_name: str = "",
        unsubscribe: str | None = None,
        message_id: str | None = None,
    ) -> bytes:
        """As ``compose``, in one piece."""
        made = self.compose(values, to=to, to_name=to_name, unsubscribe=unsubscribe, message_id=message_id)
        return made.head + b"".join(made.body)


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


@functools.lru_cache(maxsize=4)
def _date(second: int) -> str:
    return format_datetime(datetime.fromtimestamp(second, UTC))


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
    if len(link) > _LONGEST_LINK or not (_SECURE_LINK.fullmatch(link) or _is_local(link)):
        raise BadHeader("The link for unsubscribing must be https, in plain ASCII, and at most 900 characters long.")
    return f"List-Unsubscribe: <{link}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"


def _is_local(link: str) -> bool:
    return bool(_LINK.fullmatch(link)) and is_loopback(urlsplit(link).hostname or "")
