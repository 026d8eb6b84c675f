"""What can be found: derived from what is published, beside the index of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policy.models.policy import Policy


class SearchEntry(models.Model):
    """One text that can be found; see ``policy.search.entries``.

    Of a policy it is the wording that a section has in the versions numbered ``first``
    to ``last``, none of them withheld. Of another room both are the number of its
    object, which is found from ``moment`` on. ``heading_words`` and ``body_words`` are
    folded (``policy.search.folding``); the index holds the same.
    """

    kind = models.CharField(max_length=20)
    policy = models.ForeignKey(Policy, models.CASCADE, null=True, related_name="+")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    moment = models.DateTimeField(null=True)
    anchor = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=20)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    heading_words = models.TextField(blank=True)
    body_words = models.TextField(blank=True)
    # SHA-256 of the wording; the same in two entries where a wording came back.
    digest = models.CharField(max_length=64)
    engine = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [
            models.Index(fields=["policy", "last"], name="search_by_last_version"),
            models.Index(fields=["kind", "first"], name="search_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "anchor", "first"], name="search_entry_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lte=F("last")), name="search_entry_is_a_range"
            ),
        ]

    def __str__(self) -> str:
        return self.heading
