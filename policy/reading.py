"""What a reader is told about a version beside its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from pages import clock
from policy.contents import Entry, Heading, contents
from policy.models import Origin, Policy, PolicyVersion, Section, Status
from policy.presentation import present, since_note
from policy.ready import headings

SectionNote = Callable[[], SafeString]
_section_notes: defaultdict[tuple[str, str], list[SectionNote]] = defaultdict(list)


def add_section_note(slug: str, anchors: Iterable[str], note: SectionNote) -> None:
    """Let another room say something below the headings of a policy's sections,
    whichever of its versions is read; called when an app starts."""
    for anchor in anchors:
        _section_notes[slug, anchor].append(note)


@dataclass(frozen=True)
class ReadingDates:
    """The three computed dates under the title; the last two only where they apply."""

    effective: datetime | None
    wording_corrected: datetime | None
    last_reviewed: datetime | None


class Reading:
    """One version as a page shows it: its status, dates, sections and text.

    ``version`` comes from ``ready.texts()``, or from ``PolicyVersionQuerySet.dated()``
    with ``with_dates()``; for ``comparison`` its policy comes from ``public()``.
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

    @property
    def comparison(self) -> tuple[int, int] | None:
        """The numbers, the lower first, of this version and the one in force; None
        where it is this, or there is none."""
        number, other = self.version.number, self.policy.shown_number
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
        return contents(
            Heading(section.heading, section.level, section.anchor)
            for section in self.sections
        )

    @property
    def text(self) -> SafeString:
        """The frozen text with its marks, since when each part reads so, and what other
        rooms say of it."""
        return present(self.version.html, self._notes())

    @cached_property
    def sections(self) -> list[Section]:
        """Its headed parts, without their text."""
        return list(headings().filter(version=self.version))

    def _notes(self) -> dict[str, SafeString]:
        notes = self._since_notes()
        for (slug, anchor), found in _section_notes.items():
            if slug == self.policy.slug:
                more = [notes.get(anchor, ""), *(note() for note in found)]
                notes[anchor] = format_html_join("", "{}", ((each,) for each in more))
        return notes

    def _since_notes(self) -> dict[str, SafeString]:
        """A line for each heading; a first version has nothing to compare with."""
        if (self.version.number or 1) == 1:
            return {}
        return {
            section.anchor: since_note(self.policy, section, self.version)
            for section in self.sections
            if section.anchor and section.since_number
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
        effective = since = self.version.effective_at
        if self.version.material is False:
            effective = effective or self.at
            since = self.version.meaning_since or effective
        return ReadingDates(
            effective=since,
            wording_corrected=effective if effective != since else None,
            last_reviewed=self.version.reviewed_at,
        )
