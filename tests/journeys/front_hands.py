"""Run as the front's user: what its hands can reach. Prints one JSON object: the bytes (base64) of those files that it
can read, and which of the paths and addresses it can open and enter; all of them are named on stdin."""

from __future__ import annotations

import base64
import json
import os
import sys
from pathlib import Path

import psycopg


def attempt(name: str) -> bytes | None:
    """A file's bytes or a folder's list; None where that is refused."""
    path = Path(name)
    try:
        return "\n".join(map(str, path.iterdir())).encode() if path.is_dir() else path.read_bytes()
    except OSError:
        return None


def enters(address: str) -> bool:
    """Whether a connection is let in."""
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    answer = {
        "user": os.geteuid(),
        "files": {path: base64.b64encode(content).decode() for path in asked["files"] if (content := attempt(path))},
        "opened": [path for path in asked["paths"] if attempt(path) is not None],
        "entered": [address for address in asked["addresses"] if enters(address)],
        "environ": base64.b64encode(attempt(f"/proc/{asked['own']}/environ") or b"").decode(),
    }
    json.dump(answer, sys.stdout)
