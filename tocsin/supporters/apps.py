"""Django's registration of the supporters room."""

from django.apps import AppConfig


class SupportersConfig(AppConfig):
    name = "tocsin.supporters"
    label = "supporters"
