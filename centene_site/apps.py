"""This room as an app, and what it takes from several rooms to give to others.

No room imports one that it may not know; each has a place where others add what they
do, and this is where they are brought together.
"""

from datetime import timedelta

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    """What no other room can know by itself."""

    name = "centene_site"

    def ready(self) -> None:
        _register_checks()
        _protect_rooms()
        _add_pages()
        _add_third_parties()
        _add_figures()
        _add_evidence()
        _let_visits_begin()
        _add_chores()


def _register_checks() -> None:
    from django.core.checks import Tags, register

    from centene_site.checks import check_security_txt
    from centene_site.third_party_checks import check_third_parties

    register(check_security_txt, deploy=True)
    register(check_third_parties, Tags.database)


def _protect_rooms() -> None:
    """Outbox and traffic do not know the room that turns rules into triggers."""
    from outbox.triggers import REFUSALS
    from policy.append_only import Trigger, append_only, protect
    from traffic.triggers import APPEND_ONLY
    from traffic.triggers import REFUSALS as TRAFFIC_REFUSALS

    protect(apps.get_app_config("outbox"), [Trigger(*refusal) for refusal in REFUSALS])
    protect(
        apps.get_app_config("traffic"),
        [
            *(each for row in APPEND_ONLY.items() for each in append_only(*row)),
            *(Trigger(*refusal) for refusal in TRAFFIC_REFUSALS),
        ],
    )


def _add_pages() -> None:
    """Those of this room that are finished ahead."""
    from django.urls import reverse

    from pages.finishing import add_pages

    names = (
        *("home", "accessibility", "gpc", "robots", "security"),
        *("third_parties", "transparency"),
    )
    add_pages(lambda: map(reverse, names))


def _add_third_parties() -> None:
    """What a policy's page says of third parties."""
    from centene_site.third_parties import (
        POLICY,
        SECTIONS,
        register_note,
        whose_policy,
    )
    from policy.presentation import add_host_words
    from policy.reading import add_section_note

    add_section_note(POLICY, SECTIONS, register_note)
    add_host_words(whose_policy)


def _add_figures() -> None:
    """Which addresses views are counted of, and what everybody is told of them."""
    from centene_site.page_addresses import NAMES, ROUTES, existing_addresses
    from centene_site.rights_figures import rights_section
    from centene_site.transparency import (
        add_section,
        disclosures_section,
        notices_section,
        views_section,
    )
    from traffic.addresses import add_addresses
    from traffic.names import name_routes

    for section in (views_section, notices_section, rights_section):
        add_section(section)
    add_section(disclosures_section)
    add_addresses(ROUTES, existing_addresses)
    name_routes(NAMES)


def _add_evidence() -> None:
    """The outbox does not know what evidence of a version is."""
    from centene_site.evidence import mails_of
    from policy.evidence import add_evidence

    add_evidence("Mails", mails_of)


def _let_visits_begin() -> None:
    """The room of rights does not know what a person chose about cookies."""
    from consent.choices import AUTHENTICATION
    from consent.in_force import is_listed
    from consent.middleware import consent_of
    from consent.own_cookies import RIGHTS_REQUEST
    from rights import visits

    visits.add_gate(
        lambda request: (
            is_listed(RIGHTS_REQUEST) and consent_of(request).allows(AUTHENTICATION)
        )
    )


def _add_chores() -> None:
    """The room of consent does not know the outbox, whose worker does these."""
    from centene_site.security_log import remove_what_is_old
    from consent.purging import purge_what_is_due
    from consent.sealing import seal_what_ended
    from outbox import chores
    from pages.background import add_chore

    add_chore("remove old security logs", 3600, remove_what_is_old)
    for name, run in (
        ("seal consent records", seal_what_ended),
        ("purge consent records", purge_what_is_due),
    ):
        chores.add(name, timedelta(minutes=10), run)


class DeskConfig(AdminConfig):
    """Django admin as the editors' desk."""

    default_site = "centene_site.desk.Desk"
