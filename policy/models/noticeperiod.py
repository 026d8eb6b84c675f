"""How long before it takes effect readers hear of a change: who set that, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy.models.policy import Policy


class NoticePeriodChange(models.Model):
    """A policy's notice period was changed: an append-only row, written first.

    It outlives a policy that is deleted before anything of it was published, and points
    to it without a constraint. Periods are in days.
    """

    policy = models.ForeignKey(
        Policy,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="notice_period_changes",
        verbose_name=_("policy"),
    )
    from_days = models.PositiveSmallIntegerField(_("from, in days"))
    to_days = models.PositiveSmallIntegerField(_("to, in days"))
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    changed_by_name = models.CharField(_("changed by"), max_length=150, editable=False)
    reason = models.TextField(_("reason"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of a notice period")
        verbose_name_plural = _("changes of notice periods")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(from_days=F("to_days")),
                name="notice_period_change_says_why",
                violation_error_message=_("Say why the notice period changes."),
            )
        ]

    def __str__(self) -> str:
        return str(self.policy)
