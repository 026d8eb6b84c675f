"""What ``consent_selftest`` found in a browser."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SelfTest(models.Model):
    """One run against a running site.

    ``findings`` is a list of ``{"name": …, "holds": true, "detail": …}``.
    """

    ran_at = models.DateTimeField(_("ran at"), default=timezone.now)
    url = models.URLField(_("address"), max_length=500)
    passed = models.BooleanField(_("passed"))
    findings = models.JSONField(_("findings"), default=list)

    class Meta:
        ordering = ["-ran_at"]
        verbose_name = _("self-test")
        verbose_name_plural = _("self-tests")

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d %H:%M}"
