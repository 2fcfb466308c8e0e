"""Start everything and stay until Ctrl-C: set-up, database, front, worker, desk (and with --demo the mailbox)."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from tocsin.desk.story.cast import PASSWORD, STAFF, address_of
from tocsin.site import record, recovery
from tocsin.site.errors import SiteError
from tocsin.site.instance import Instance
from tocsin.site.ports import NAMES

FLAGS = {
    "front": "TOCSIN_FRONT_PORT",
    "desk": "TOCSIN_DESK_PORT",
    "mailbox": "TOCSIN_MAILBOX_PORT",
    "smtp": "TOCSIN_SMTP_PORT",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--home", type=Path, help="the folder of the instance (or TOCSIN_HOME)")
    parser.add_argument("--demo", action="store_true", help="with a mailbox, invented settings and the story of 2012")
    parser.add_argument("--no-story", action="store_true", help="with --demo: leave the story out")
    parser.add_argument("--ports-free", action="store_true", help="take any free ports")
    for flag, name in FLAGS.items():
        parser.add_argument(f"--{flag}-port", type=int, help=f"port of {NAMES[name]} (or {name})")


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)  # a shell may have started us with it ignored
    given = {
        name: str(getattr(options, f"{flag}_port")) for flag, name in FLAGS.items() if getattr(options, f"{flag}_port")
    }
    instance = Instance(home_of(options), demo=options.demo, any_ports=options.ports_free, settings=given, say=say)
    say("Starting ...")
    try:
        instance.start()
        if options.demo and not options.no_story:
            tell_story(instance)
        greet(instance)
        while instance.alive():
            time.sleep(1.0)
        raise SiteError(f"The supervisor died; see {instance.home / 'logs' / 'supervisord.log'}.")
    except KeyboardInterrupt:
        say("Stopping ...")
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        instance.stop()


def home_of(options: argparse.Namespace) -> Path:
    """The home that --home or TOCSIN_HOME names."""
    home = options.home or os.environ.get("TOCSIN_HOME")
    if not home:
        raise SiteError("TOCSIN_HOME is not set: it (or --home) names the folder in which this instance lives.")
    return Path(home)


def tell_story(instance: Instance) -> None:
    """Play the story once into the instance."""
    if record.read(instance.home).get("story_told"):
        return
    say("Playing the story of March 2012 ...")
    mailbox = f"http://127.0.0.1:{instance.config.mailbox_port}"
    if instance.run("desk", "manage", "story", "--mailbox-url", mailbox) != 0:
        raise SiteError("The story could not be played to its end: `make clean-demo` and try again.")
    record.note(instance.home, story_told=True)


def greet(instance: Instance) -> None:
    """Print where everything is."""
    say(f"The public site: {instance.config.public_url}")
    say(f"The desk:        {instance.config.desk_url}")
    if instance.config.demo:
        say(f"The mailbox:     http://127.0.0.1:{instance.config.mailbox_port}")
    if record.read(instance.home).get("story_told"):
        introduce()
    else:
        warn(instance)
    say("Ready. Ctrl-C stops everything.")


def warn(instance: Instance) -> None:
    """Say what an instance in which the story was not told still lacks."""
    if not record.read(instance.home).get("founded"):
        say("Nobody can log in yet: run `tocsin found` in another shell (see its --help).")
    if not instance.config.demo and (line := recovery.reminder(instance.home)):
        say(line)


def introduce() -> None:
    """Print the demo's logins."""
    for key, (name, roles) in STAFF.items():
        say(f"    {address_of(key):<28}{name}, {' and '.join(roles)}")
    say(f"    Everybody's password is: {PASSWORD}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
