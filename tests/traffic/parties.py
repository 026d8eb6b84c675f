"""Entries of the register of third parties."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import User

from traffic.models import ThirdParty
from traffic.register import save


def make_party(by: User | None = None, **fields: Any) -> ThirdParty:
    """A third party that was reviewed just before."""
    defaults: dict[str, Any] = {
        "name": "Maps",
        "company": "Mapmaker",
        "what_it_does": "Shows where we are.",
        "needs_registration": False,
        "privacy_policy_url": "https://maps.example/privacy",
        "hosts": "maps.example",
        "shared": "The place that you look for.",
        "why": "To show it.",
        "reviewed_on": date(2026, 11, 1),
    }
    party = ThirdParty(**defaults | fields)
    save(party, by)
    return party
