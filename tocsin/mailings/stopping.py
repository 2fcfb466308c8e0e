"""Whether this process has been asked to end: whatever runs for long looks here between two steps."""

from __future__ import annotations

import threading

asked = threading.Event()
