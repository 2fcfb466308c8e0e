"""Django's registration of the intake room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "tocsin.intake"
    label = "intake"
