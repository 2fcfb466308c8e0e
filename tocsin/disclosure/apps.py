"""Django's registration of the disclosure room."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "tocsin.disclosure"
    label = "disclosure"
