"""The worker's process: drains the letterbox, counts and sends, until SIGTERM."""

from __future__ import annotations

import django

from tocsin.site.lifeline import follow_parent


def main() -> None:
    """Work until SIGTERM, then end what is in hand."""
    follow_parent()
    django.setup()
    from tocsin.mailings import worker  # noqa: PLC0415 (models can be imported only now)

    worker.run()


if __name__ == "__main__":
    main()
