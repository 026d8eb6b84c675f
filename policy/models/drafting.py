"""How a draft becomes a version: who wrote it, who looked at it, what was decided.

Both tables are append-only, and outlive a draft that is discarded: their rows point to
a version by its key, without a constraint.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy.models.version import PolicyVersion


class Contribution(models.Model):
    """One save of a draft that changed it: by whom, when, and what it then said.

    ``content`` is what ``policy.drafting.content_of`` gives, ``fingerprint`` its hash.
    """

    version = models.ForeignKey(
        PolicyVersion,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="contributions",
        verbose_name=_("version"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by"), max_length=150)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)
    fingerprint = models.CharField(max_length=64)
    content = models.JSONField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")

    def __str__(self) -> str:
        return self.by_name


class StepKind(models.TextChoices):
    """What a person decided about a draft."""

    SUBMITTED = "submitted", _("sent to review")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    SHORTER_NOTICE = "shorter notice", _("shorter notice allowed")
    COUNSEL = "counsel", _("counsel answered")
    EMERGENCY = "emergency", _("published in an emergency")
    CONFIRMED = "confirmed", _("emergency confirmed")


# These must say why.
REASONED = (
    StepKind.REJECTED,
    StepKind.SHORTER_NOTICE,
    StepKind.COUNSEL,
    StepKind.EMERGENCY,
)
# What an approval has to know of: recorded after it, they end it.
ADDED = (StepKind.SHORTER_NOTICE, StepKind.COUNSEL)
# These say where a draft stands.
DECISIVE = (StepKind.SUBMITTED, StepKind.APPROVED, StepKind.REJECTED)


class DraftStep(models.Model):
    """One decision about a draft with exactly this content.

    It counts only for its ``fingerprint``: a change of the text leaves it behind.
    """

    version = models.ForeignKey(
        PolicyVersion,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="steps",
        verbose_name=_("version"),
    )
    kind = models.CharField(_("step"), max_length=20, choices=StepKind)
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by"), max_length=150)
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)
    # What the checks said when it was taken, see ``policy.draftchecks``.
    findings = models.JSONField(_("findings"), default=list)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        indexes = [
            models.Index(
                fields=["version", "fingerprint"], name="draft_step_of_content"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=REASONED) | ~Q(reason=""),
                name="draft_step_says_why",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=StepKind.values) & ~Q(fingerprint=""),
                name="draft_step_is_known",
                violation_error_message=_("This is no step of a draft."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.by_name}"
