"""What goes wrong outside the program and is told to the person at the terminal."""

from __future__ import annotations


class SiteError(Exception):
    """One sentence which says what is wrong and what to do; printed without a traceback."""
