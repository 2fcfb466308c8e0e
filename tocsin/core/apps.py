"""Django's registration of the core room."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tocsin.core"
    label = "core"
