"""What a visitor can keep of a choice: everything that its record proves, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from consent.catalogue import Category, Content, parse_content
from consent.choices import ANALYTICS, CATEGORIES
from consent.cookie import validity
from consent.forms import SIGN_IN
from consent.models import Action, CatalogueVersion, ConsentRecord, Source
from policy.sealing import iso


@dataclass(frozen=True)
class Answer:
    """One category of a record: what was asked for, and what came into effect."""

    category: Category
    is_accepted: bool
    is_in_effect: bool


@dataclass(frozen=True)
class Receipt:
    """A consent record beside the texts that were shown and in force."""

    record: ConsentRecord

    @cached_property
    def content(self) -> Content:
        """The banner and the categories as they were shown."""
        return parse_content(self.record.catalogue_version.content)

    @cached_property
    def ended_by(self) -> CatalogueVersion | None:
        """The material version that ended an acceptance before its time, if one did."""
        if not self.record.requested_analytics:
            return None
        later = CatalogueVersion.objects.filter(
            number__gt=self.record.catalogue_version_id,
            material=True,
            published_at__lt=self.record.chosen_at + _lasts(self.record),
        )
        return later.order_by("number").first()

    @property
    def zone(self) -> tzinfo:
        """The time zone of the privacy policy in force, or else of the site."""
        version = self.record.policy_version
        return version.policy.zone if version else ZoneInfo(settings.TIME_ZONE)

    @property
    def sentence(self) -> str:
        """What was done and where, with the words that were shown."""
        if self.record.action == Action.SAVE and self.is_from_sign_in:
            return _("“%(tick)s” was ticked on the sign-in page.") % {"tick": SIGN_IN}
        if self.record.action == Action.SAVE:
            return _("An answer for each category was saved at “Cookie choices”.")
        accepts = self.record.action == Action.ACCEPT
        button = self.content.accept if accepts else self.content.reject
        return _("“%(button)s” was pressed in the banner.") % {"button": button}

    @property
    def is_from_sign_in(self) -> bool:
        """It added authentication to an earlier choice, whose time counts on."""
        return self.record.source == Source.SIGN_IN

    @property
    def answers(self) -> Iterator[Answer]:
        """Every category that was asked about."""
        for category in self.content.categories:
            yield Answer(
                category,
                getattr(self.record, f"requested_{category.slug}"),
                getattr(self.record, f"effective_{category.slug}"),
            )

    @property
    def is_remembered(self) -> bool:
        """Whether the browser keeps the choice after it was closed."""
        return self.record.requested_consent

    @property
    def counts_until(self) -> datetime:
        """When the choice ends at the latest, by the settings of today."""
        if self.ended_by:
            return self.ended_by.published_at
        return self.record.chosen_at + _lasts(self.record)

    def as_json(self) -> dict[str, Any]:
        """The receipt for programs. Moments are in UTC."""
        record = self.record
        path = reverse("consent:receipt", args=[record.receipt_code])
        return {
            "receipt_code": record.receipt_code,
            "address": f"{settings.SITE_URL}{path}",
            "chosen_at": iso(record.chosen_at),
            "action": record.action,
            "source": record.source,
            "sentence": self.sentence,
            "opt_out_preference_signal": record.signal,
            "withdraws": record.withdraws,
            "requested": _by_category(record, "requested"),
            "in_effect": _by_category(record, "effective"),
            "catalogue_version": _catalogue(record.catalogue_version),
            "privacy_policy_version": _policy(record),
            "counts_until": iso(self.counts_until),
            "ended_by_catalogue_version": self.ended_by and self.ended_by.number,
            "remembered_until_browser_closes": not self.is_remembered,
            "kept_until": iso(record.keep_until),
        }


def find_receipt(code: str) -> Receipt | None:
    """The receipt of a whole code, or None. Raises django.db.Error."""
    if not code:
        return None
    record = ConsentRecord.objects.with_texts().filter(receipt_code=code).first()
    return Receipt(record) if record else None


def _lasts(record: ConsentRecord) -> timedelta:
    return validity().of({ANALYTICS} if record.requested_analytics else ())


def _by_category(record: ConsentRecord, kind: str) -> dict[str, bool]:
    return {name: getattr(record, f"{kind}_{name}") for name in CATEGORIES}


def _catalogue(version: CatalogueVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "sha256": version.digest,
        "published_at": iso(version.published_at),
        "content": version.content,
    }


def _policy(record: ConsentRecord) -> dict[str, Any] | None:
    version = record.policy_version
    if version is None:
        return None
    return {
        "title": version.title,
        "number": version.number,
        "address": f"{settings.SITE_URL}{version.get_absolute_url()}",
        "sha256": version.digest,
    }
