from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    """The house: settings, addresses, and what is made of several rooms."""

    name = "centene_site"


class DeskConfig(AdminConfig):
    """Django admin as the editors' desk."""

    default_site = "centene_site.desk.Desk"
