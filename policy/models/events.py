"""What happens to a version after its publication: append-only rows of their own."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy.models.version import PolicyVersion


class Withdrawal(models.Model):
    """An upcoming version was called off before its moment: when, by whom and why."""

    version = models.OneToOneField(
        PolicyVersion, models.PROTECT, verbose_name=_("version")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    withdrawn_by_name = models.CharField(
        _("withdrawn by"), max_length=150, editable=False
    )
    withdrawer_salt = models.CharField(max_length=64, editable=False)
    withdrawer_seal = models.CharField(max_length=64, editable=False)
    reason = models.TextField(
        _("reason"), help_text=_("Readers see it on the version's page.")
    )
    # The policy's withdrawals form a chain of their own: see ``policy.sealing``.
    previous_digest = models.CharField(
        _("hash of the withdrawal before"), max_length=64, editable=False
    )
    digest = models.CharField(_("hash"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="withdrawal_has_a_reason",
                violation_error_message=_("Say why the version is withdrawn."),
            )
        ]

    def __str__(self) -> str:
        return str(self.version)


class Review(models.Model):
    """Staff read a version in force again and found that it still holds."""

    version = models.ForeignKey(
        PolicyVersion,
        models.PROTECT,
        related_name="reviews",
        verbose_name=_("version"),
    )
    reviewed_at = models.DateTimeField(
        _("reviewed at"), default=timezone.now, editable=False
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    reviewed_by_name = models.CharField(
        _("reviewed by"), max_length=150, editable=False
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("For staff: what was looked at.")
    )

    class Meta:
        ordering = ["-reviewed_at"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return str(self.version)
