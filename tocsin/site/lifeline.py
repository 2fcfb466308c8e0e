"""A process which ends when its parent does, however that one ended: nothing runs on without its supervisor."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

MARK = "TOCSIN_SUPERVISED"
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def follow_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """Get `number` when the parent dies; does nothing outside Tocsin's own supervision (TOCSIN_SUPERVISED).

    On Linux the kernel sends it; elsewhere a thread looks once a second.
    """
    if os.environ.get(MARK) != "yes":
        return
    parent = os.getppid()
    if parent == 1 or (sys.platform == "linux" and not ask_kernel(number)):
        os.kill(os.getpid(), number)
    if sys.platform != "linux":
        threading.Thread(target=_watch, args=(parent, number), daemon=True).start()


def ask_kernel(number: signal.Signals = signal.SIGTERM) -> bool:
    """Set the parent-death signal (prctl(2)); it lives through exec and dies with a change of user."""
    if sys.platform != "linux":
        return True
    parent = os.getppid()
    failed = ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    return failed == 0 and os.getppid() == parent


def _watch(parent: int, number: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os.kill(os.getpid(), number)
