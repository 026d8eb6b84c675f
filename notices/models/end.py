"""How a notice stopped to show before its time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.models.notice import Notice


class NoticeEnd(models.Model):
    """A notice was ended early, or superseded: when, by whom and why. Append-only."""

    notice = models.OneToOneField(
        Notice, models.PROTECT, related_name="end", verbose_name=_("notice")
    )
    ended_at = models.DateTimeField(_("ended at"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    ended_by_name = models.CharField(_("ended by"), max_length=150, editable=False)
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Readers see it on the notice's page.")
    )
    superseded_by = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )

    class Meta:
        verbose_name = _("end of a notice")
        verbose_name_plural = _("ends of notices")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") | Q(superseded_by__isnull=False),
                name="notice_end_has_a_reason",
                violation_error_message=_("Say why the notice ends early."),
            )
        ]

    def __str__(self) -> str:
        return str(self.notice)
