"""Django's registration of the mailings room."""

from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "tocsin.mailings"
    label = "mailings"
