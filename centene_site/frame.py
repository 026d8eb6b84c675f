"""What stands around every page: navigation and notices.

Pages that are made without the database show it as it was last known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from notices.models import Notice
from pages.kept import Kept, NothingKept
from policy.models import Policy, PolicyVersion

NOTICES_SHOWN = 2
NOTICE_COLUMNS = (
    *("number", "summary"),
    *("version__title", "version__policy__slug", "version__number"),
)


@dataclass(frozen=True)
class Link:
    """Something published, as navigation and notices name it."""

    title: str
    slug: str
    number: int | None = None

    @property
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
    version: Link | None


@dataclass(frozen=True)
class Frame:
    """The policies in force in their order, the notices shown, and whether more are."""

    policies: list[Link] = field(default_factory=list)
    notices: list[ShownNotice] = field(default_factory=list)
    has_more_notices: bool = False


def _read() -> dict[str, Any]:
    """By columns: a notice's version brings no long text onto every page."""
    # Of a policy that began, some version is in force ever after.
    begun = PolicyVersion.objects.begun().values("policy")
    policies = Policy.objects.filter(pk__in=begun).values_list("title", "slug")
    shown = Notice.objects.showing().newest_first().values_list(*NOTICE_COLUMNS)
    notices = list(shown[: NOTICES_SHOWN + 1])
    return {
        "policies": [list(row) for row in policies],
        "notices": [
            [number, summary, link if any(link) else None]
            for number, summary, *link in notices[:NOTICES_SHOWN]
        ],
        "has_more_notices": len(notices) > NOTICES_SHOWN,
    }


def _parse(content: dict[str, Any]) -> Frame:
    return Frame(
        policies=[Link(*row) for row in content["policies"]],
        notices=[
            ShownNotice(number, summary, Link(*link) if link else None)
            for number, summary, link in content["notices"]
        ],
        has_more_notices=content["has_more_notices"],
    )


kept_frame = Kept("frame", _read, _parse)


def frame_now() -> Frame:
    """The frame by the database. Raises django.db.Error."""
    return _parse(_read())


def frame_as_known() -> Frame:
    """The frame as it was last known; an empty one where nothing is."""
    try:
        return kept_frame.get()
    except NothingKept:
        return Frame()
