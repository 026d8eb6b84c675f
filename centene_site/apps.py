from datetime import timedelta

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    """The house: settings, addresses, and what is made of several rooms."""

    name = "centene_site"

    def ready(self) -> None:
        from django.core.checks import Tags, register
        from django.urls import reverse

        from centene_site.checks import check_third_parties
        from centene_site.evidence import mails_of
        from centene_site.page_addresses import NAMES, ROUTES, existing_addresses
        from centene_site.security_log import remove_what_is_old
        from centene_site.third_parties import (
            POLICY,
            SECTIONS,
            register_note,
            whose_policy,
        )
        from centene_site.transparency import (
            add_section,
            disclosures_section,
            notices_section,
            views_section,
        )
        from consent.purging import purge_what_is_due
        from consent.sealing import seal_what_ended
        from outbox import chores
        from outbox.triggers import REFUSALS
        from pages.background import add_chore
        from pages.finishing import add_pages
        from policy.append_only import Trigger, append_only, protect
        from policy.evidence import add_evidence
        from policy.presentation import add_host_words
        from policy.reading import add_section_note
        from traffic.addresses import add_addresses
        from traffic.names import name_routes
        from traffic.triggers import APPEND_ONLY
        from traffic.triggers import REFUSALS as TRAFFIC_REFUSALS

        names = ("home", "gpc", "third_parties", "transparency")
        add_pages(lambda: map(reverse, names))
        for section in (views_section, notices_section, disclosures_section):
            add_section(section)
        add_section_note(POLICY, SECTIONS, register_note)
        add_host_words(whose_policy)
        register(check_third_parties, Tags.database)
        # Outbox and traffic import no other room, so they cannot do this themselves.
        protect(
            apps.get_app_config("outbox"),
            [Trigger(*refusal) for refusal in REFUSALS],
        )
        protect(
            apps.get_app_config("traffic"),
            [
                *(t for row in APPEND_ONLY.items() for t in append_only(*row)),
                *(Trigger(*refusal) for refusal in TRAFFIC_REFUSALS),
            ],
        )
        add_chore("remove old security logs", 3600, remove_what_is_old)
        add_evidence("Mails", mails_of)
        add_addresses(ROUTES, existing_addresses)
        name_routes(NAMES)
        # Nor does the room of consent know the outbox, whose worker does these.
        for name, run in (
            ("seal consent records", seal_what_ended),
            ("purge consent records", purge_what_is_due),
        ):
            chores.add(name, timedelta(minutes=10), run)


class DeskConfig(AdminConfig):
    """Django admin as the editors' desk."""

    default_site = "centene_site.desk.Desk"
