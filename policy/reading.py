"""What a reader is told about a version beside its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.safestring import SafeString

from pages import clock
from policy.contents import Entry, Heading, contents
from policy.models import (
    Origin,
    Policy,
    PolicyVersion,
    Status,
    UnchangedSince,
)
from policy.presentation import present, since_note


@dataclass(frozen=True)
class ReadingDates:
    """The three computed dates under the title; the last two only where they apply."""

    effective: datetime | None
    wording_corrected: datetime | None
    last_reviewed: datetime | None


class Reading:
    """One version as a page shows it: its status, dates, sections and text.

    ``version`` comes from ``PolicyVersionQuerySet.dated()``.
    """

    def __init__(self, version: PolicyVersion, at: datetime | None = None) -> None:
        self.version = version
        self.at = at or clock.now()

    @property
    def policy(self) -> Policy:
        """The policy that the version belongs to."""
        return self.version.policy

    @cached_property
    def status(self) -> Status:
        """Where the version stands at the moment of reading."""
        return self.version.status(self.at)

    @cached_property
    def comparison(self) -> tuple[int, int] | None:
        """The numbers, the lower first, of this version and the one in force; None
        where it is this, or there is none."""
        current = self.policy.versions.in_force(self.at).readable()
        number = self.version.number
        other = current.values_list("number", flat=True).first()
        if number is None or other is None or number == other:
            return None
        return min(number, other), max(number, other)

    @property
    def is_imported(self) -> bool:
        """Whether this site did not witness the publication."""
        return self.version.origin == Origin.IMPORT

    @cached_property
    def contents(self) -> list[Entry]:
        """The contents list."""
        sections = self.version.sections.exclude(level=0).order_by("position")
        return contents(
            Heading(section.heading, section.level, section.anchor)
            for section in sections.defer("html")
        )

    @property
    def text(self) -> SafeString:
        """The frozen text with its marks, and since when each part reads so."""
        return present(self.version.html, self._since_notes())

    def _since_notes(self) -> dict[str, SafeString]:
        """A line for each heading; a first version has nothing to compare with."""
        if (self.version.number or 1) == 1:
            return {}
        rows = UnchangedSince.objects.filter(section__version=self.version)
        rows = rows.exclude(section__anchor="").select_related("section", "version")
        return {
            row.section.anchor: since_note(
                self.policy, row.section, row.version, self.version
            )
            for row in rows.defer("section__html", "version__source", "version__html")
        }

    @cached_property
    def dates(self) -> ReadingDates:
        """The effective date is that of the latest material version up to this one.

        An editorial version after it has corrected wording without changing meaning.
        What is not or never in force has none of them; a draft is read as if it were
        published at the moment.
        """
        if self.status in (Status.UPCOMING, Status.WITHDRAWN):
            return ReadingDates(None, None, None)
        effective = self.version.effective_at
        if effective is None and self.version.material is False:
            effective = self.at
        since = self._meaning_since(effective)
        review = self.version.reviews.order_by("-reviewed_at").first()
        return ReadingDates(
            effective=since,
            wording_corrected=effective if effective != since else None,
            last_reviewed=review.reviewed_at if review else None,
        )

    def _meaning_since(self, effective: datetime | None) -> datetime | None:
        """When the meaning of this version took force: a first version counts."""
        if self.version.material is not False or effective is None:
            return effective
        earlier = self.policy.versions.standing().filter(effective_at__lte=effective)
        meaning = earlier.filter(material=True).order_by("-effective_at").first()
        meaning = meaning or earlier.order_by("effective_at").first()
        return meaning.effective_at if meaning else effective
