from datetime import timedelta

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    """The house: settings, addresses, and what is made of several rooms."""

    name = "centene_site"

    def ready(self) -> None:
        from django.urls import reverse

        from centene_site.evidence import mails_of
        from centene_site.traffic import compose
        from consent.purging import purge_what_is_due
        from consent.sealing import seal_what_ended
        from outbox import chores
        from outbox.triggers import REFUSALS
        from pages.finishing import add_pages
        from policy.append_only import Trigger, protect
        from policy.evidence import add_evidence

        names = ("home", "gpc", "third_parties", "transparency")
        add_pages(lambda: map(reverse, names))
        # The outbox imports no other room, so it cannot do this itself.
        protect(
            apps.get_app_config("outbox"),
            [Trigger(*refusal) for refusal in REFUSALS],
        )
        add_evidence("Mails", mails_of)
        compose()
        # Nor does the room of consent know the outbox, whose worker does these.
        for name, run in (
            ("seal consent records", seal_what_ended),
            ("purge consent records", purge_what_is_due),
        ):
            chores.add(name, timedelta(minutes=10), run)


class DeskConfig(AdminConfig):
    """Django admin as the editors' desk."""

    default_site = "centene_site.desk.Desk"
