"""What ``outbox.limits`` counts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LimitWindow(models.Model):
    """How often something happened in a window of time that has not ended yet.

    ``key`` is a keyed hash of the limit's name and of whom it counts: the row names
    nobody. Written by one statement in ``outbox.limits`` and by nothing else.
    """

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    ends_at = models.DateTimeField(_("ends at"), db_index=True)
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        verbose_name = _("window of a limit")
        verbose_name_plural = _("windows of limits")

    def __str__(self) -> str:
        return self.key[:8]
