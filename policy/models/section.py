"""The sections of a version, frozen with it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from policy.models.version import PolicyVersion


class SectionQuerySet(models.QuerySet["Section"]):
    """Sections, with what is derived of them."""

    def with_since(self) -> Self:
        """Add ``since_number`` and ``since_moment``: number and effective moment of the
        version since which a section reads as it does; None where that is not derived.
        """
        return self.annotate(
            since_number=F("unchanged_since__version__number"),
            since_moment=F("unchanged_since__version__effective_at"),
        )


class Section(models.Model):
    """One headed part of a published version, without the parts below it.

    ``html`` begins with the heading. Text before the first heading is a section at
    level 0 with no anchor. ``position`` counts from 0.
    """

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="sections")
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    anchor = models.CharField(max_length=200, blank=True)
    heading = models.TextField(blank=True)
    html = models.TextField()

    objects = SectionQuerySet.as_manager()

    # From SectionQuerySet.with_since().
    since_number: int | None
    since_moment: datetime | None

    class Meta:
        ordering = ["version", "position"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="section_position"
            ),
            models.UniqueConstraint(
                fields=["version", "anchor"], name="section_anchor"
            ),
        ]

    def __str__(self) -> str:
        return self.heading
