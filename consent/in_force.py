"""The catalogue that visitors are asked with, without asking the database."""

from __future__ import annotations

from typing import Any

from consent.catalogue import Catalogue, parse
from consent.choices import Asking
from consent.models import CatalogueVersion
from pages.kept import Kept, NothingKept
from pages.remembered import Remembered
from policy.sealing import iso

# Nothing counts that accepts; a rejection always does.
UNKNOWN = Asking(version=0, material=0)


def _read() -> list[dict[str, Any]]:
    fields = ("number", "content", "material", "change_note", "published_at", "digest")
    rows = list(CatalogueVersion.objects.order_by("number").values(*fields))
    if not rows:
        raise NothingKept("catalogue")
    return [row | {"published_at": iso(row["published_at"])} for row in rows]


kept_catalogue = Kept("catalogue", _read, parse)


def catalogue() -> Catalogue:
    """Every catalogue version, the last in force. Raises NothingKept."""
    return kept_catalogue.get()


def catalogue_or_none() -> Catalogue | None:
    """The same, or None where neither the database nor a copy gives it."""
    try:
        return catalogue()
    except NothingKept:
        return None


def _read_or_none() -> Catalogue | None:
    try:
        return parse(_read())
    except NothingKept:
        return None


# For pages that are finished once for everybody: as new as their stamp.
remembered_catalogue = Remembered(_read_or_none)


def catalogue_now() -> Catalogue | None:
    """The same by the database, None where it has none. Raises django.db.Error."""
    return remembered_catalogue.get()


def is_listed(cookie: str) -> bool:
    """Whether the catalogue in force tells of the cookie; False where none is known."""
    known = catalogue_or_none()
    return known is not None and known.in_force.content.lists(cookie)


def asking() -> Asking:
    """What ``decide`` needs to know of the catalogue; never an error."""
    known = catalogue_or_none()
    return known.asking if known else UNKNOWN
