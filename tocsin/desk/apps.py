"""Django's registration of the desk room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "tocsin.desk"
    label = "desk"
