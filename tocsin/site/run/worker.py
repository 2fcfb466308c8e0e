"""The worker's process: drains the letterbox, counts and sends, until SIGTERM."""

from __future__ import annotations

import django

from tocsin.site.lifeline import follow_parent

django.setup()

from tocsin.mailings import worker  # noqa: E402 (models can be imported only now)

if __name__ == "__main__":
    follow_parent()
    worker.run()
