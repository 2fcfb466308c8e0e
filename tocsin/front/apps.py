"""Django's registration of the front room. The front process itself never imports Django."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    name = "tocsin.front"
    label = "front"
