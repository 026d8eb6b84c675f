"""System checks: is the catalogue one that visitors can be asked with?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from consent import catalogue


def check_catalogue(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """An error for each missing category and each cookie in two categories."""
    return [
        error
        for alias in databases or []
        if catalogue.is_loaded(alias)
        for error in _errors(alias)
    ]


def _errors(alias: str) -> list[CheckMessage]:
    missing: list[CheckMessage] = [
        Error(
            f"The cookie category “{category}” has no row in the database “{alias}”.",
            hint="Add the row again: visitors are asked about four categories.",
            id="consent.E001",
        )
        for category in catalogue.missing_categories(alias)
    ]
    twice = [
        Error(
            f"The cookie “{name}” is listed in several categories: "
            f"{', '.join(categories)}.",
            hint="A cookie belongs to one category: else a rejection is not clear.",
            id="consent.E002",
        )
        for name, categories in catalogue.cookies_listed_twice(alias).items()
    ]
    return missing + twice
