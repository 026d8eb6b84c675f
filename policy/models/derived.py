"""What is derived from published versions: re-computable, outside trigger and chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policy.models.section import Section
from policy.models.version import PolicyVersion

# More are not read one by one, and the page would be longer than the text.
MOST_LISTED = 300


class UnchangedSince(models.Model):
    """Since which version a section reads as it does; see ``policy.derived``."""

    section = models.OneToOneField(
        Section, models.CASCADE, related_name="unchanged_since"
    )
    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("unchanged since")
        verbose_name_plural = _("unchanged since")

    def __str__(self) -> str:
        return f"{self.section}: {self.version}"


class StoredRedline(models.Model):
    """The redline of two neighboring versions, as an engine of that number made it.

    ``changes`` is a list of {"id", "section", "section_id", "text"}: sentences for
    people, what their sections are called, and where both are in ``html``.
    ``sections`` is a list of {"id", "heading", "level", "state"}.
    """

    old = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="+")
    new = models.OneToOneField(
        PolicyVersion, models.CASCADE, related_name="redline_to_neighbor"
    )
    engine = models.PositiveIntegerField()
    changes = models.JSONField()
    sections = models.JSONField()
    is_coarse = models.BooleanField()
    html = models.TextField()

    class Meta:
        verbose_name = _("stored redline")
        verbose_name_plural = _("stored redlines")

    def __str__(self) -> str:
        return f"{self.old} … {self.new}"

    @property
    def listed_changes(self) -> list[dict[str, object]]:
        """The changes that a page lists, each with its number; the rest is marked in
        the text only."""
        listed = self.changes[:MOST_LISTED]
        return [{"number": n, **change} for n, change in enumerate(listed, start=1)]

    @property
    def unlisted_count(self) -> int:
        """How many changes are not listed."""
        return max(0, len(self.changes) - MOST_LISTED)
