"""The notice of a draft, shown to who reviews it as readers will get it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from notices.announcing import needs_notice, shown_until, words_of
from notices.models import next_number
from policy import drafting
from policy.dates import day_in_zone
from policy.desk.parts import Place
from policy.models import PolicyVersion, StepKind


@dataclass(frozen=True)
class PreviewedNotice:
    """A notice that is not posted yet, as the templates of notices read one."""

    draft: PolicyVersion
    at: datetime
    words: dict[str, str]
    number: int

    def __getattr__(self, name: str) -> Any:
        try:
            return self.words[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def takes_effect(self) -> str:
        """The day on which the draft would take force."""
        return day_in_zone(self.draft.effective_at or self.at, self.draft.policy)

    @property
    def has_taken_effect(self) -> bool:
        """It tells of what is to come."""
        return False

    @property
    def redline_url(self) -> str:
        """The redline as the review page shows it."""
        return reverse("admin:policy_policyversion_redline", args=[self.draft.pk])

    @property
    def get_absolute_url(self) -> str:
        """It has no page yet: the review page shows all of it."""
        return reverse("admin:policy_policyversion_review", args=[self.draft.pk])

    @property
    def shorter_notice(self) -> str:
        """Why it is announced so late, which it will state."""
        allowed = drafting.counts(self.draft, StepKind.SHORTER_NOTICE)
        return allowed.reason if allowed else ""


def part_of_draft(draft: PolicyVersion, at: datetime, place: Place) -> SafeString:
    """The notice that would be posted with the draft, for its reviewer."""
    words = words_of(draft)
    if place == "top" and not (words and needs_notice(draft)):
        return SafeString()
    notice = PreviewedNotice(draft, at, words, next_number()) if words else None
    context = {
        "notice": notice,
        "is_needed": needs_notice(draft),
        "policy": draft.policy,
        "shown_until": shown_until(draft.effective_at or at),
    }
    template = "preview_top" if place == "top" else "preview"
    return render_to_string(f"admin/notices/{template}.html", context)
