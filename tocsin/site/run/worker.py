"""The worker's process: drains the letterbox, counts and sends, until SIGTERM."""

from __future__ import annotations

from typing import cast

import django
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from tocsin.site.lifeline import follow_parent

if __name__ == "__main__":
    follow_parent()
    django.setup()
    with app.replace_connector(cast("DjangoConnector", app.connector).get_worker_connector()):
        app.run_worker()
