"""How a notice stopped to show before its time."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.models.notice import Notice


class NoticeEndQuerySet(models.QuerySet["NoticeEnd"]):
    """Ends by whether they are final."""

    def awaiting_confirmation(self) -> Self:
        """One person superseded what was posted with its version; no other agreed."""
        return self.filter(
            notice__posted_with_version=True,
            superseded_by__posted_with_version=True,
            confirmation__isnull=True,
        )


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

    objects = NoticeEndQuerySet.as_manager()

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

    @property
    def needs_confirmation(self) -> bool:
        """Whether another person has to agree that one notice took another's place."""
        new = self.superseded_by
        if new is None:
            return False
        return self.notice.posted_with_version and new.posted_with_version

    @property
    def confirmed(self) -> EndConfirmation | None:
        """Who else agreed, and when; None where nobody did."""
        return getattr(self, "confirmation", None)


class EndConfirmation(models.Model):
    """Another person agreed that a notice took the place of one that was posted with
    its version. Append-only."""

    end = models.OneToOneField(
        NoticeEnd,
        models.PROTECT,
        related_name="confirmation",
        verbose_name=_("end of a notice"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    confirmed_by_name = models.CharField(
        _("confirmed by"), max_length=150, editable=False
    )

    class Meta:
        verbose_name = _("confirmation of a superseding notice")
        verbose_name_plural = _("confirmations of superseding notices")

    def __str__(self) -> str:
        return self.confirmed_by_name
