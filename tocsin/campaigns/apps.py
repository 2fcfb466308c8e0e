"""Django's registration of the campaigns room."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "tocsin.campaigns"
    label = "campaigns"
