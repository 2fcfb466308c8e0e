"""Django's registration of the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "tocsin.cases"
    label = "cases"
