"""Making messages ready for the wire: addresses in ASCII where they can be, dots stuffed, no stray line ends."""

from __future__ import annotations

from .addresses import parse_address
from .dialogue import Parcel
from .messages import Message


class BadData(ValueError):
    """The message's bytes cannot be sent as they are. Holds none of them."""


def parcel_of(message: Message) -> Parcel:
    """Raises BadAddress, BadData."""
    sender, recipient = parse_address(message.sender), parse_address(message.recipient)
    data = message.data if message.clean else (stuffed(b"".join(message.data)),)
    utf8 = sender.international or recipient.international
    return Parcel(message, str(sender), str(recipient), data, utf8=utf8)


def stuffed(data: bytes) -> bytes:
    """The data with a dot before each line that begins with one (RFC 5321, 4.5.2).

    A carriage return or line feed on its own could make a server see an end of data where we see none (smuggling):
    raises BadData for any, and where the data does not end with a line end.
    """
    ends = data.count(b"\r\n")
    if not data.endswith(b"\r\n") or ends != data.count(b"\n") or ends != data.count(b"\r"):
        raise BadData("The message has line ends other than CRLF.")
    if data.startswith(b"."):
        data = b"." + data
    return data.replace(b"\r\n.", b"\r\n..")
