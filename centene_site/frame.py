"""What stands around every page: navigation and notices.

Pages that are made without the database show it as it was last known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from notices.models import Notice
from pages import clock
from pages.kept import Kept, NothingKept
from pages.remembered import Remembered
from policy.models import Policy, PolicyVersion

NOTICES_SHOWN = 2
NOTICE_COLUMNS = (
    *("number", "summary", "lacks_text", "lacks_redline"),
    *("compared_with", "version__effective_at", "version__policy__time_zone"),
    *("version__title", "version__policy__slug", "version__number"),
)


@dataclass(frozen=True)
class Link:
    """Something published, as navigation and notices name it."""

    title: str
    slug: str
    number: int | None = None

    @cached_property
    def get_absolute_url(self) -> str:
        """The policy in force, or the version of the number."""
        if self.number is None:
            return reverse("policy:policy", args=[self.slug])
        return reverse("policy:version", args=[self.slug, self.number])


@dataclass(frozen=True)
class ShownNotice:
    """A notice as it stands under the header."""

    number: int
    summary: str
    compared_with: int | None = None
    effective_at: str = ""
    time_zone: str = ""
    version: Link | None = None

    @cached_property
    def get_absolute_url(self) -> str:
        """The whole notice."""
        return reverse("notices:notice", args=[self.number])

    @cached_property
    def takes_effect(self) -> str:
        """The day on which its version takes force; '' where it is about none."""
        if not self.effective_at:
            return ""
        moment = datetime.fromisoformat(self.effective_at)
        return date_format(moment.astimezone(ZoneInfo(self.time_zone)), "F j, Y")

    @property
    def has_taken_effect(self) -> bool:
        """Whether the moment of its version has come."""
        if not self.effective_at:
            return False
        return datetime.fromisoformat(self.effective_at) <= clock.now()

    @cached_property
    def redline_url(self) -> str:
        """Where readers see what changed; '' where there is nothing to compare."""
        if self.version is None or self.compared_with is None:
            return ""
        numbers = (self.compared_with, self.version.number)
        return reverse("policy:compare", args=[self.version.slug, *numbers])


@dataclass(frozen=True)
class Frame:
    """The policies in force in their order, and the notices under the header.

    ``showing`` says of each notice until when it shows, by number: also of those that
    are only behind “All notices”.
    """

    policies: list[Link] = field(default_factory=list)
    notices: list[ShownNotice] = field(default_factory=list)
    showing: dict[int, datetime] = field(default_factory=dict)

    @property
    def has_more_notices(self) -> bool:
        """Whether some are only behind “All notices”."""
        return len(self.showing) > len(self.notices)

    @property
    def notices_query(self) -> str:
        """What the page tells the stylesheet: the numbers of the notices on it."""
        numbers = ".".join(str(notice.number) for notice in self.notices)
        return f"?notices={numbers}" if numbers else ""

    def shows(self, number: int, at: datetime | None = None) -> bool:
        """Whether the notice shows at the moment (default: now)."""
        until = self.showing.get(number)
        return until is not None and (at or timezone.now()) < until


def _read() -> dict[str, Any]:
    """By columns: a notice's version brings no long text onto every page."""
    # Of a policy that began, some version is in force ever after.
    begun = PolicyVersion.objects.begun().values("policy")
    policies = Policy.objects.filter(pk__in=begun).values_list("title", "slug")
    shown = Notice.objects.showing().newest_first()
    notices = list(shown.values_list("shown_until", *NOTICE_COLUMNS))
    return {
        "policies": [list(row) for row in policies],
        "notices": [_notice(*row) for _until, *row in notices[:NOTICES_SHOWN]],
        "showing": [[number, until.isoformat()] for until, number, *_rest in notices],
    }


def _notice(
    number: int,
    summary: str,
    lacks_text: bool,
    lacks_redline: bool,
    compared_with: int | None,
    effective_at: datetime | None,
    time_zone: str | None,
    *link: object,
) -> list[Any]:
    moment = effective_at.isoformat() if effective_at else ""
    # The whole notice says what is withheld; here it leads to nothing else.
    about = list(link) if any(link) and not lacks_text else None
    compared_with = None if lacks_redline else compared_with
    return [number, summary, compared_with, moment, time_zone or "", about]


def _parse(content: dict[str, Any]) -> Frame:
    return Frame(
        policies=[Link(*row) for row in content["policies"]],
        notices=[
            ShownNotice(
                number,
                summary,
                compared_with,
                moment,
                zone,
                Link(*link) if link else None,
            )
            for number, summary, compared_with, moment, zone, link in content["notices"]
        ],
        showing={
            number: datetime.fromisoformat(until)
            for number, until in content["showing"]
        },
    )


kept_frame = Kept("frame", _read, _parse)


remembered_frame = Remembered(lambda: _parse(_read()))


def frame_now() -> Frame:
    """The frame by the database. Raises django.db.Error."""
    return remembered_frame.get()


def frame_as_known() -> Frame:
    """The frame as it was last known; an empty one where nothing is."""
    try:
        return kept_frame.get()
    except NothingKept:
        return Frame()
