"""Play March 2012 in a fresh instance of its own, all processes included, and leave nothing behind.

What follows is handed to the story itself: --supporters N, --json.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tocsin.site.commands import up
from tocsin.site.commands.forget import forget
from tocsin.site.errors import SiteError
from tocsin.site.instance import Instance

TAKES_REST = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keep", action="store_true", help="leave the instance's folder behind, stopped")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, up.end)
    place = Path(tempfile.mkdtemp(prefix="tocsin-story-"))
    place.chmod(0o711)
    instance = Instance(place / "home", demo=True, any_ports=True, durable=False, environ={}, say=note)
    try:
        note("Starting an instance of its own ...")
        with instance:
            code = play(instance, *rest)
    finally:
        if options.keep:
            note(f"Kept: {instance.home}")
        else:
            clear(place, instance)
    return code


def play(instance: Instance, *words: str) -> int:
    """Run the story's own command with the desk's user, role and keys; its exit code."""
    mailbox = f"http://127.0.0.1:{instance.config.mailbox_port}"
    return instance.run("desk", "manage", "story", "--mailbox-url", mailbox, *words)


def clear(place: Path, instance: Instance) -> None:
    if instance.home.exists():
        try:
            forget(instance.home)
        except SiteError as error:
            note(str(error))
    shutil.rmtree(place, ignore_errors=True)


def note(line: str) -> None:
    """Print beside the story's own lines: the last of those must stay last."""
    sys.stderr.write(line + "\n")
