"""The floors: Postfix's own sender into Postfix's own sink, and how many signatures OpenSSL makes on all cores."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PLACES = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/usr/libexec/postfix"
_STARTS = 10.0  # seconds


class ToolMissing(Exception):
    """A program that the bench needs is not installed."""


def tool(name: str) -> str:
    found = shutil.which(name, path=_PLACES)
    if found is None:
        raise ToolMissing(f"{name} is not installed (on Debian: apt install postfix openssl).")
    return found


@dataclass
class Sink:
    """A running ``smtp-sink``, and the file that its counters go to."""

    port: int
    process: subprocess.Popen[bytes]
    said: Path

    @property
    def messages(self) -> int:
        """How many messages it has taken."""
        found = re.findall(rb"mesg=(\d+)", self.said.read_bytes())
        return int(found[-1]) if found else 0

    @property
    def cpu_seconds(self) -> float:
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def sink(port: int, folder: Path) -> Iterator[Sink]:
    """Postfix's ``smtp-sink`` on loopback, as it takes all and keeps nothing."""
    said = folder / f"sink-{time.monotonic_ns()}.log"
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    with said.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603
            [tool("smtp-sink"), *user, "-c", f"127.0.0.1:{port}", "1000"], stdout=file, stderr=file, cwd="/"
        )
        try:
            _await(port)
            yield Sink(port, process, said)
        finally:
            process.terminate()
            process.wait()


def _await(port: int) -> None:
    limit = time.monotonic() + _STARTS
    while time.monotonic() < limit:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise RuntimeError("smtp-sink does not start")


def source_per_second(port: int, *, sessions: int, size: int, messages: int) -> float:
    """``smtp-source -d``: messages of that size a second over as many kept sessions, into a sink that runs."""
    command = [tool("smtp-source"), "-d", "-s", str(sessions), "-l", str(size), "-m", str(messages)]
    command += ["-f", "bounce@example.org", "-t", "reader@example.net", f"127.0.0.1:{port}"]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return messages / (time.perf_counter() - began)


def signatures_per_second(seconds: int = 3) -> float:
    """What ``openssl speed`` says of RSA-2048 signatures on all cores that we may use."""
    cores = len(os.sched_getaffinity(0))
    command = [tool("openssl"), "speed", "-seconds", str(seconds), "-multi", str(cores), "rsa2048"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found = re.search(r"^rsa\s+2048 bits\s+\S+s\s+\S+s\s+([\d.]+)", done.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError("openssl speed did not say what it should")
    return float(found[1])
