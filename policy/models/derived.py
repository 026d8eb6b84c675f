"""What is derived from published versions: re-computable, outside trigger and chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from policy.models.version import PolicyVersion, Section


class UnchangedSince(models.Model):
    """Since which version a section reads as it does; see ``policy.derived``."""

    section = models.OneToOneField(
        Section, models.CASCADE, related_name="unchanged_since"
    )
    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("unchanged since")
        verbose_name_plural = _("unchanged since")

    def __str__(self) -> str:
        return f"{self.section}: {self.version}"
