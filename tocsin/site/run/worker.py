"""The worker's process: drains the letterbox, counts and sends, until SIGTERM."""

from __future__ import annotations

import django
from procrastinate.contrib.django import app

from tocsin.site.lifeline import follow_parent

if __name__ == "__main__":
    follow_parent()
    django.setup()
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker()
