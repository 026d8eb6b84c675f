"""What this house adds to the room of traffic, which imports no other but pages."""

from __future__ import annotations

from django.apps import apps
from django.core.checks import Tags, register

from centene_site.checks import check_third_parties
from centene_site.page_addresses import NAMES, ROUTES, existing_addresses
from centene_site.security_log import remove_what_is_old
from centene_site.third_parties import POLICY, SECTIONS, register_note, whose_policy
from centene_site.transparency import (
    add_section,
    disclosures_section,
    notices_section,
    views_section,
)
from pages.background import add_chore
from policy.append_only import Trigger, append_only, protect
from policy.presentation import add_host_words
from policy.reading import add_section_note
from traffic.addresses import add_addresses
from traffic.names import name_routes
from traffic.triggers import APPEND_ONLY, REFUSALS


def compose() -> None:
    """Figures, third parties and their triggers; called when the app starts."""
    add_addresses(ROUTES, existing_addresses)
    name_routes(NAMES)
    for section in (views_section, notices_section, disclosures_section):
        add_section(section)
    add_section_note(POLICY, SECTIONS, register_note)
    add_host_words(whose_policy)
    register(check_third_parties, Tags.database)
    add_chore("remove old security logs", 3600, remove_what_is_old)
    protect(
        apps.get_app_config("traffic"),
        [
            *(t for row in APPEND_ONLY.items() for t in append_only(*row)),
            *(Trigger(*refusal) for refusal in REFUSALS),
        ],
    )
