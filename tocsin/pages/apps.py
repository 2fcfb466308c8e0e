"""Django's registration of the pages room."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "tocsin.pages"
    label = "pages"
