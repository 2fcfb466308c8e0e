"""Error reports without the values of variables: a case file must not leak into a log or a browser."""

from __future__ import annotations

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter


class SilentFilter(SafeExceptionReporterFilter):
    """Treats every request as sensitive: settings, headers, forms and frames stay out of each report."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True


class SilentReporter(ExceptionReporter):
    """Names the kind of an exception and the lines of code it passed, and nothing that was in them."""

    def get_traceback_data(self) -> dict[str, object]:
        data = super().get_traceback_data()
        for frame in data.get("frames", []):
            frame["vars"] = []
        data["exception_value"] = ""
        return data
