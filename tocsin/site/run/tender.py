"""The desk's chores: publishes what is due and collects comments, until SIGTERM. Runs as the desk."""

from __future__ import annotations

import django

from tocsin.site.lifeline import follow_parent

django.setup()

from django.core.management import call_command  # noqa: E402 (commands can be found only now)

if __name__ == "__main__":
    follow_parent()
    call_command("tend_pages")
