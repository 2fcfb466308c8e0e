"""What a bench says at its end: one line of JSON, and an exit code that says whether its sums are right."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def say(text: str) -> None:
    """A line for whoever watches."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


@dataclass
class Sums:
    """Claims that must hold, and those that did not."""

    wrong: list[str] = field(default_factory=list)

    def equal(self, what: str, found: object, wanted: object) -> None:
        if found != wanted:
            self.wrong.append(f"{what}: {found}, not {wanted}")

    def holds(self, what: str, truth: bool) -> None:
        if not truth:
            self.wrong.append(what)


def machine() -> dict[str, Any]:
    cores = len(os.sched_getaffinity(0))
    return {"cores": cores, "system": platform.system(), "python": platform.python_version()}


def finish(name: str, figures: Mapping[str, Any], sums: Sums) -> int:
    """Print the last line; the exit code."""
    whole = {"bench": name, **figures, "machine": machine(), "wrong": sums.wrong}
    sys.stdout.write(json.dumps(whole, ensure_ascii=False) + "\n")
    return 1 if sums.wrong else 0
