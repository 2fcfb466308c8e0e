"""Run a worker process of this home (more of them may run, on other machines too)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from tocsin.site import config


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: what it needs is in its environment."""


def run(options: argparse.Namespace, rest: Sequence[str]) -> int:
    os.environ["TOCSIN_PROCESS"] = "worker"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.site.settings"
    config.load()
    os.execv(sys.executable, [sys.executable, "-m", "tocsin.site.run.worker"])  # noqa: S606 (our own interpreter)
