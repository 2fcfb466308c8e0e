"""`tocsin guard scan`: prints what the leak guard finds in texts and files. Needs no instance."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from tocsin.disclosure.guard_index import Index
from tocsin.disclosure.guard_unreadable import Unreadable
from tocsin.disclosure.scanning import Found, index_of, scan_file, scan_text

FOUND, UNREAD = 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """0 where nothing was found, 1 where something was, 2 where something could not be read."""
    parser = argparse.ArgumentParser(prog="tocsin guard scan")
    add_arguments(parser)
    options = parser.parse_args(argv)
    try:
        index = index_of(options.sealed.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        _say(f"tocsin: the list of identifiers, {options.sealed}, cannot be read as UTF-8.", sys.stderr)
        return UNREAD
    found: list[Found] = []
    unread: list[dict[str, str]] = []
    for said in options.what:
        try:
            found += _scan(index, said)
        except Unreadable as fault:
            unread.append({"file": said, "why": str(fault)})
    (_tell_json if options.json else _tell)(found, unread)
    return UNREAD if unread else FOUND if found else 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="+", metavar="TEXT_OR_FILE", help="a file, a text, or - for what comes in")
    parser.add_argument("--sealed", type=Path, required=True, metavar="FILE", help="one identifier a line (UTF-8)")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _scan(index: Index, said: str) -> list[Found]:
    if said == "-":
        return scan_text(index, sys.stdin.read())
    path = Path(said)
    # What has an ending or a folder is meant as a file, there or not.
    meant = "\n" not in said and len(said) < 1024 and (_exists(path) or ("/" in said and " " not in said))
    return scan_file(index, path) if meant else scan_text(index, said)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _tell_json(found: Sequence[Found], unread: Sequence[dict[str, str]]) -> None:
    _say(json.dumps({"found": [dataclasses.asdict(one) for one in found], "unread": list(unread)}, ensure_ascii=False))


def _tell(found: Sequence[Found], unread: Sequence[dict[str, str]]) -> None:
    for one in found:
        spot = f":{one.line}:{one.column}" if one.line else ""
        part = f" ({one.part})" if one.part else ""
        _say(f"{one.file or 'text'}{spot}: {one.place}{part}: line {one.sealed_line} of the list ({one.kind})")
    for each in unread:
        _say(f"{each['file']}: could not be read: {each['why']}")
    if not found and not unread:
        _say("Nothing found.")


def _say(words: str, where: TextIO | None = None) -> None:
    print(words, file=where or sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
