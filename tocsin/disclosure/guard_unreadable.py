"""What the guard raises for a file that it cannot read: it is let through by nobody."""

from __future__ import annotations


class Unreadable(Exception):
    """A file that claims to be of a kind and does not open as such. Its words are fixed ones, never the file's."""
