"""The notice of a version that is still a draft."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from policy.models import PolicyVersion


class NoticeDraft(models.Model):
    """What the notice of a material version will say; reviewed with the text."""

    version = models.OneToOneField(
        PolicyVersion, models.CASCADE, related_name="notice_draft"
    )
    summary = models.CharField(
        _("what changes"),
        max_length=280,
        help_text=_("One plain sentence. The effective date is added by itself."),
    )
    for_whom = models.CharField(
        _("for whom"), max_length=200, help_text=_("Whom it concerns, in a few words.")
    )
    what_to_do = models.CharField(
        _("what you can do"),
        max_length=300,
        help_text=_("One plain sentence: what a reader can do about it."),
    )

    class Meta:
        verbose_name = _("notice of this version")
        verbose_name_plural = _("notice of this version")

    def __str__(self) -> str:
        return self.summary
