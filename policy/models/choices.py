"""The words for where a version comes from, where it stands, and why it is material."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Whether this site witnessed the publication."""

    DESK = "desk", _("published here")
    IMPORT = "import", _("imported")


class Direction(models.TextChoices):
    """Which way the language is written."""

    LTR = "ltr", _("left to right")
    RTL = "rtl", _("right to left")


class MaterialReason(models.TextChoices):
    """Why a reader has to know of a change."""

    NEW_PURPOSE = "new purpose", _("a new purpose")
    NEW_RECIPIENT = "new recipient", _("a new recipient")
    NEW_DATA = "new kind of data", _("a new kind of data")
    LONGER_RETENTION = "longer retention", _("longer retention")
    WEAKER_RIGHT = "weaker right", _("a weaker right")
    NEW_LEGAL_BASIS = "new legal basis", _("a new legal basis")
    DATA_ALREADY_HELD = "data already held", _("it applies to data already held")


# A notice may not be enough for these: counsel is asked, and the answer kept.
ASKS_COUNSEL = frozenset(
    {
        MaterialReason.NEW_PURPOSE,
        MaterialReason.NEW_DATA,
        MaterialReason.DATA_ALREADY_HELD,
    }
)


class Status(models.TextChoices):
    """Where a version stands; computed, never stored."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in review", _("In review")
    APPROVED = "approved", _("Approved")
    UPCOMING = "upcoming", _("Upcoming")
    IN_FORCE = "in force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    WITHHELD = "withheld", _("Withheld")


# By the last decisive step about exactly this content.
DRAFT_STATUS: dict[str | None, Status] = {
    "submitted": Status.IN_REVIEW,
    "approved": Status.APPROVED,
}
