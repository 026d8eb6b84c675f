from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Finished public pages: what makes a route public, and its headers."""

    name = "pages"
