"""System checks: does the catalogue in force tell what this site does?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from consent import drafting
from consent.models import CatalogueVersion
from consent.own_cookies import OFFERED_COOKIES, OWN_COOKIES, lifetime

PUBLISHED_BY = ("consent", "0005_publish_first_catalogue")
HINT = "Mend the draft in admin under “Cookie choices” and publish it."


def check_catalogue(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """An error for each thing that visitors are not told, or told wrong."""
    return [
        message
        for alias in databases or []
        if PUBLISHED_BY in MigrationRecorder(connections[alias]).applied_migrations()
        for message in _messages(alias)
    ]


def _messages(alias: str) -> Iterator[CheckMessage]:
    version = CatalogueVersion.objects.using(alias).order_by("number").last()
    if version is None:
        yield Error(
            f"There is no catalogue version in the database “{alias}”.",
            hint=HINT,
            id="consent.E001",
        )
        return
    for sentence in drafting.problems(version.content):
        yield Error(f"{version}: {sentence}", hint=HINT, id="consent.E002")
    yield from _not_offered(version)
    for category in version.content["categories"]:
        for cookie in category["cookies"]:
            name = cookie["name"]
            if name in OWN_COOKIES and cookie["lifetime"] != lifetime(name):
                yield Warning(
                    f"{version} says that the cookie {name} stays "
                    f"“{cookie['lifetime']}”; by the settings it is "
                    f"“{lifetime(name)}”.",
                    hint=HINT,
                    id="consent.W001",
                )


def _not_offered(version: CatalogueVersion) -> Iterator[CheckMessage]:
    """What this site leaves out because visitors were not told of its cookie."""
    listed = {
        cookie["name"]
        for category in version.content["categories"]
        for cookie in category["cookies"]
    }
    for name in OFFERED_COOKIES:
        if name not in listed:
            yield Warning(
                f"{version} does not list the cookie {name}, so it is not set and what "
                "needs it is not offered.",
                hint="The draft in admin under “Cookie choices” lists it: publish it.",
                id="consent.W002",
            )
