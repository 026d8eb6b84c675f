"""Aggregate reports: what was given to whom asks, and who took it out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class MonthlyReport(models.Model):
    """The figures of one calendar month without small groups, as CSV. Append-only.

    Made once: two reports of one month with different figures could be subtracted from
    each other. ``digest`` is the SHA-256 of ``content`` in UTF-8.
    """

    month = models.DateField(_("month"), unique=True, help_text=_("Its first day."))
    content = models.TextField(_("content"))
    digest = models.CharField(_("hash (SHA-256)"), max_length=64)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        ordering = ["-month"]
        verbose_name = _("aggregate report")
        verbose_name_plural = _("aggregate reports")
        permissions = [("export_monthlyreport", _("Can export aggregate reports"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="monthly_report_is_of_a_month",
                violation_error_message=_("A report is of a whole calendar month."),
            ),
        ]

    def __str__(self) -> str:
        return date_format(self.month, "F Y")


class ReportExport(models.Model):
    """Somebody took a report out of this site. Append-only."""

    report = models.ForeignKey(
        MonthlyReport,
        models.PROTECT,
        related_name="exports",
        verbose_name=_("aggregate report"),
    )
    digest = models.CharField(_("hash (SHA-256)"), max_length=64)
    exported_at = models.DateTimeField(_("exported at"))
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    exported_by_name = models.CharField(
        _("exported by"), max_length=150, editable=False
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("export of an aggregate report")
        verbose_name_plural = _("exports of aggregate reports")

    def __str__(self) -> str:
        return f"{self.report} {self.exported_by_name}"
