"""The commands of `tocsin`, one module each: `configure(parser)` names its options, `run(options, rest)` does it."""

from __future__ import annotations

import argparse

from tocsin import __version__
from tocsin.site.commands import (
    audit,
    backup,
    cases,
    forget,
    found,
    grants,
    guard,
    intake,
    letters,
    manage,
    migrate,
    recovery,
    restore,
    story,
    up,
    verify,
    worker,
)

MODULES = {
    "up": up,
    "found": found,
    "worker": worker,
    "manage": manage,
    "migrate": migrate,
    "grants": grants,
    "intake": intake,
    "audit": audit,
    "guard": guard,
    "cases": cases,
    "letters": letters,
    "recovery": recovery,
    "backup": backup,
    "restore": restore,
    "story": story,
    "verify": verify,
    "forget": forget,
}


def parser() -> argparse.ArgumentParser:
    """The whole command line; each command's words come from its module's docstring."""
    whole = argparse.ArgumentParser(prog="tocsin", description="The urgent-action platform.", allow_abbrev=False)
    whole.add_argument("--version", action="version", version=f"tocsin {__version__}")
    commands = whole.add_subparsers(metavar="COMMAND", required=True)
    for name, module in MODULES.items():
        said = (module.__doc__ or "").partition("\n")[0]
        one = commands.add_parser(name, help=said, description=module.__doc__, allow_abbrev=False)
        module.configure(one)
        one.set_defaults(run=module.run, takes_rest=getattr(module, "TAKES_REST", False))
    return whole
