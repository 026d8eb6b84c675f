"""How often a notice was shown: figures, without any identifier."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShownCount(models.Model):
    """How often a notice was shown on one day (UTC), at least.

    Figures and no evidence by themselves: they can be changed, and no hash covers them.
    """

    day = models.DateField(_("day (UTC)"))
    number = models.PositiveIntegerField(_("number of the notice"))
    count = models.PositiveBigIntegerField(_("count"))

    class Meta:
        verbose_name = _("shown-count")
        verbose_name_plural = _("shown-counts")
        constraints = [
            models.UniqueConstraint(
                fields=["number", "day"], name="one_shown_count_per_notice_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.day}: {self.count}"
