"""Figures about choices: added up, without any identifier."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What is counted. The last two are views of pages, the others choices."""

    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    MIXED = "mixed", _("mixed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SIGNAL = "signal", _("opted out by signal")
    UNANSWERED = "unanswered", _("shown, no answer")


class Tally(models.Model):
    """How often one thing happened on one day (UTC) under one catalogue version."""

    day = models.DateField(_("day (UTC)"))
    catalogue_version = models.PositiveIntegerField(_("catalogue version"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    count = models.PositiveBigIntegerField(_("count"))

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "catalogue_version", "kind"],
                name="one_tally_per_day_version_and_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}: {self.count}"
