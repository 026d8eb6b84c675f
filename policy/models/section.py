"""The sections of a version, frozen with it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from policy.models.version import PolicyVersion


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
