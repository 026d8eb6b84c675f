"""A system check of the register of third parties: it takes two rooms to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from centene_site.third_parties import unregistered
from consent.catalogue import parse_content
from consent.drafting import THIS_SITE
from consent.models import CatalogueVersion
from traffic.models import ThirdParty

LOADED_BY = ("traffic", "0004_load_third_parties")


def check_third_parties(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """A warning for each cookie of somebody of whom visitors are told nothing more."""
    return [
        message
        for alias in databases or []
        if LOADED_BY in MigrationRecorder(connections[alias]).applied_migrations()
        for message in _messages(alias)
    ]


def _messages(alias: str) -> Iterator[CheckMessage]:
    version = CatalogueVersion.objects.using(alias).order_by("number").last()
    if version is None:
        return
    parties = list(ThirdParty.objects.using(alias).in_use())
    content = parse_content(version.content)
    for cookie in unregistered(content, parties, THIS_SITE):
        yield Warning(
            f"{version} says that {cookie.provider} provides the cookie {cookie.name}, "
            "and no third party in the register has a cookie of that name.",
            hint="Add it in admin under “Third parties”.",
            id="centene_site.W002",
        )
