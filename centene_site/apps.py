from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    """The house: settings, addresses, and what is made of several rooms."""

    name = "centene_site"

    def ready(self) -> None:
        from outbox.triggers import REFUSALS
        from policy.append_only import Trigger, protect

        # The outbox imports no other room, so it cannot do this itself.
        protect(
            apps.get_app_config("outbox"),
            [Trigger(*refusal) for refusal in REFUSALS],
        )


class DeskConfig(AdminConfig):
    """Django admin as the editors' desk."""

    default_site = "centene_site.desk.Desk"
