"""Notices: short dated site-wide messages, usually about a material change."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from policy.dates import day_in_zone
from policy.models import PolicyVersion

POST_ATTEMPTS = 5


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by where they stand at a moment."""

    def begun(self, at: datetime | None = None) -> Self:
        """Public by the moment: showing, or shown before."""
        return self.filter(shown_from__lte=at or timezone.now())

    def showing(self, at: datetime | None = None) -> Self:
        """Under the header of every page at the moment (default: now)."""
        at = at or timezone.now()
        return (
            self.begun(at).filter(shown_until__gt=at).select_related("version__policy")
        )

    def newest_first(self) -> Self:
        """By the moment they began to show."""
        return self.order_by("-shown_from", "-number")


class Notice(models.Model):
    """One message; what was shown is only ever ended early, never edited."""

    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    summary = models.CharField(
        _("summary"),
        max_length=280,
        help_text=_("One plain sentence: what changes, and when."),
    )
    version = models.ForeignKey(
        PolicyVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("version"),
        help_text=_("The published version that it is about, if any."),
    )
    for_whom = models.CharField(
        _("for whom"), max_length=200, blank=True, help_text=_("Whom it concerns.")
    )
    what_to_do = models.CharField(
        _("what you can do"),
        max_length=300,
        blank=True,
        help_text=_("One plain sentence: what a reader can do about it."),
    )
    sections = models.JSONField(
        _("sections"),
        default=list,
        editable=False,
        help_text=_("Of the version: heading, place in the redline, and state."),
    )
    compared_with = models.PositiveIntegerField(
        _("compared with version"), null=True, editable=False
    )
    shorter_notice = models.TextField(
        _("why it was announced so late"), blank=True, editable=False
    )
    shown_from = models.DateTimeField(_("shown from"), default=timezone.now)
    shown_until = models.DateTimeField(_("shown until"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-shown_from", "-number"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_until__gt=F("shown_from")),
                name="notice_ends_after_it_begins",
                violation_error_message=_("A notice must end after it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.summary

    def get_absolute_url(self) -> str:
        return reverse("notices:notice", args=[self.number])

    def clean(self) -> None:
        """A notice must not point to a draft, which no visitor may see."""
        if self.version is not None and not self.version.is_published:
            raise ValidationError({"version": _("Publish that version first.")})

    def post(self) -> None:
        """Save a new notice under the next number.

        Two that are posted at once want the same one: the second tries again.
        """
        for attempt in range(POST_ATTEMPTS):
            self.number = next_number()
            try:
                with transaction.atomic():
                    self.save(force_insert=True)
            except IntegrityError:
                if attempt == POST_ATTEMPTS - 1:
                    raise
            else:
                return

    @property
    def redline_url(self) -> str:
        """Where readers see what changed; '' where there is nothing to compare."""
        version = self.version
        if version is None or self.compared_with is None or self.is_withheld:
            return ""
        numbers = (self.compared_with, version.number)
        return reverse("policy:compare", args=[version.policy.slug, *numbers])

    @cached_property
    def is_withheld(self) -> bool:
        """Whether a version that it is about, or is compared with, is withheld."""
        if self.version is None:
            return False
        withheld = self.version.policy.versions.filter(withholdings__isnull=False)
        about = Q(pk=self.version_id) | Q(number=self.compared_with)
        return withheld.filter(about).exists()

    @property
    def listed_sections(self) -> list[dict[str, str]]:
        """The sections that change; no headings of what is withheld."""
        return [] if self.is_withheld else self.sections

    @property
    def takes_effect(self) -> str:
        """The day on which its version takes force; '' where it is about none."""
        if self.version is None:
            return ""
        return day_in_zone(self.version.effective_at, self.version.policy)

    def has_begun(self, at: datetime | None = None) -> bool:
        """Whether visitors may have seen it."""
        return self.shown_from <= (at or timezone.now())

    def is_showing(self, at: datetime | None = None) -> bool:
        """Whether it stands under the header of every page at the moment."""
        at = at or timezone.now()
        return self.shown_from <= at < self.shown_until


def next_number() -> int:
    """The number after the last notice's; ``Notice.number`` is unique."""
    return 1 + (Notice.objects.aggregate(last=Max("number"))["last"] or 0)
