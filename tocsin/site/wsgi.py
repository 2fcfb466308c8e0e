"""The desk, as a WSGI application for Granian (whose own worker process imports this)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from tocsin.site.lifeline import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.site.settings")
follow_parent()
application = get_wsgi_application()
