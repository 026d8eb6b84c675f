"""The seal of a day's consent records."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DaySeal(models.Model):
    """One day (UTC) of consent records, hashed and chained to the day before.

    ``begins_at`` and ``ends_at`` bound the day; ``keep_until`` is the latest of its
    records (the end of the day where there are none): only after it may they go.
    """

    day = models.DateField(_("day (UTC)"), primary_key=True)
    begins_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    records = models.PositiveIntegerField(_("records"))
    records_digest = models.CharField(_("hash of the records"), max_length=64)
    keep_until = models.DateTimeField(_("keep until"))
    sealed_at = models.DateTimeField(_("sealed at"))
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(_("hash (SHA-256)"), max_length=64, unique=True)

    class Meta:
        ordering = ["-day"]
        verbose_name = _("sealed day")
        verbose_name_plural = _("sealed days")
        # The triggers look for the day that holds a record, once per row.
        indexes = [models.Index(fields=["ends_at"], name="sealed_day_by_its_end")]

    def __str__(self) -> str:
        return self.day.isoformat()
