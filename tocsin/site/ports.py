"""The ports of an instance: whether they are free, and free ones for those who do not mind which."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Mapping

from tocsin.site.errors import SiteError

NAMES = {
    "TOCSIN_FRONT_PORT": "the public site",
    "TOCSIN_DESK_PORT": "the desk",
    "TOCSIN_MAILBOX_PORT": "the mailbox",
    "TOCSIN_SMTP_PORT": "the mailbox's SMTP",
}


def require_free(address: str, ports: Mapping[str, int]) -> None:
    """Raise SiteError naming the first port, by its setting, that this process cannot listen on."""
    for name, port in ports.items():
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as error:
                raise SiteError(_sentence(name, port, address, error)) from None


def _sentence(name: str, port: int, address: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port}, meant for {NAMES[name]}, is taken by another program: set {name} to a free one."
    if error.errno == errno.EACCES:
        return f"Port {port}, meant for {NAMES[name]}, is not allowed to this user: set {name} above 1023."
    return f"Port {port} of {address}, meant for {NAMES[name]}, cannot be used ({os.strerror(error.errno or 0)})."


def free_ports(count: int) -> list[int]:
    """So many different ports of 127.0.0.1 on which nothing listens at this moment."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
