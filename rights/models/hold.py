"""Legal holds: who keeps what from being purged or erased, why, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rights.models.request import RightsRequest


class HoldQuerySet(models.QuerySet["Hold"]):
    """Holds by whether they stand at a moment."""

    def standing(self, at: datetime | None = None) -> Self:
        """Placed, not released, and not over."""
        at = at or timezone.now()
        released = Q(release__released_at__lte=at)
        endless = Q(until__isnull=True) | Q(until__gt=at)
        return self.filter(endless, placed_at__lte=at).exclude(released)

    def covering(self, request: RightsRequest, at: datetime | None = None) -> Self:
        """Those that stand over this request, or over all."""
        of_it = Q(request=request) | Q(request__isnull=True)
        return self.standing(at).filter(of_it)


class Hold(models.Model):
    """A legal hold on one request, or on all of them; append-only."""

    request = models.ForeignKey(
        RightsRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="holds",
        verbose_name=_("request"),
        help_text=_("Nothing chosen: every request."),
    )
    reason = models.CharField(
        _("reason"), max_length=300, help_text=_("Such as the matter; name nobody.")
    )
    until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: until it is released.")
    )
    placed_at = models.DateTimeField(_("placed at"), default=timezone.now)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    placed_by_name = models.CharField(_("placed by"), max_length=150, editable=False)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="hold_has_a_reason",
                violation_error_message=_("Say why this is held."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("placed_at")),
                name="hold_ends_after_it_was_placed",
                violation_error_message=_("A hold ends after it was placed."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class HoldRelease(models.Model):
    """A hold was lifted before its time, or had none; append-only."""

    hold = models.OneToOneField(Hold, models.PROTECT, related_name="release")
    released_at = models.DateTimeField(_("released at"), default=timezone.now)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    released_by_name = models.CharField(
        _("released by"), max_length=150, editable=False
    )

    class Meta:
        verbose_name = _("release of a hold")
        verbose_name_plural = _("releases of holds")

    def __str__(self) -> str:
        return str(self.hold)
