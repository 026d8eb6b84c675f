"""What ``consent_selftest`` found in a browser."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SelfTestQuerySet(models.QuerySet["SelfTest"]):
    """Self-tests, the latest first."""

    def last_good_run(self) -> SelfTest | None:
        """The latest run in which everything held; None before the first."""
        return self.filter(passed=True).first()


class SelfTest(models.Model):
    """One run against a running site.

    ``findings`` is a list of ``{"name": …, "holds": true, "detail": …}``.
    """

    ran_at = models.DateTimeField(_("ran at"), default=timezone.now)
    url = models.URLField(_("address"), max_length=500)
    passed = models.BooleanField(_("passed"))
    findings = models.JSONField(_("findings"), default=list)

    objects = SelfTestQuerySet.as_manager()

    class Meta:
        ordering = ["-ran_at"]
        verbose_name = _("self-test")
        verbose_name_plural = _("self-tests")

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d %H:%M} UTC"
