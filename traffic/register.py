"""The register of third parties: saved with its history, read by every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from pages import stamp
from pages.remembered import Remembered
from traffic.models import ThirdParty, ThirdPartyChange


def save(party: ThirdParty, by: User | None) -> None:
    """Save an entry, and record how it reads from now on. Nothing where it reads as
    before."""
    with transaction.atomic():
        is_new = party.pk is None
        party.save()
        last = None if is_new else party.changes.first()
        if last is not None and last.content == party.content():
            return
        ThirdPartyChange.objects.create(
            third_party=party,
            content=party.content(),
            changed_at=timezone.now(),
            changed_by=by,
            changed_by_name=by.get_full_name() or by.get_username() if by else "",
        )
        stamp.renew()


_in_use: Remembered[list[ThirdParty]] = Remembered(
    lambda: list(ThirdParty.objects.in_use())
)


def third_parties() -> list[ThirdParty]:
    """Those in use, by name. Raises django.db.Error."""
    return _in_use.get()


def whose_host(host: str) -> str:
    """The company whose privacy policy applies at the host; '' where none is known.

    Raises django.db.Error.
    """
    for party in third_parties():
        if any(host == each or host.endswith(f".{each}") for each in party.host_list):
            return party.company
    return ""


def whose_cookie(name: str, parties: Sequence[ThirdParty]) -> ThirdParty | None:
    """Who sets the cookie of that name in the catalogue."""
    for party in parties:
        if name in party.cookie_list:
            return party
    return None


@dataclass(frozen=True)
class Difference:
    """One field that a change changed."""

    field: str
    old: str
    new: str


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    """What an entry says otherwise now."""
    return [
        Difference(
            str(ThirdParty._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
            _text(old.get(name)),
            _text(value),
        )
        for name, value in new.items()
        if old.get(name) != value
    ]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
