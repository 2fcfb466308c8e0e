"""Log lines without what was in a failure: an exception's words may repeat what somebody typed. Imports no Django."""

from __future__ import annotations

import logging
import traceback

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class SilentFormatter(logging.Formatter):
    """Tracebacks name the kinds of exceptions and the lines of code that they passed."""

    def formatException(self, ei: object) -> str:
        """Each exception of the chain, the first one first; ``ei`` is what ``sys.exc_info()`` returns."""
        error = ei[1] if isinstance(ei, tuple) else None
        parts: list[str] = []
        while isinstance(error, BaseException):
            places = "".join(traceback.format_tb(error.__traceback__))
            parts.insert(0, f"{places}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nThen:\n".join(parts)
