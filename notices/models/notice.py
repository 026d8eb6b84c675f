"""Notices: short dated site-wide messages, usually about a material change."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages import clock, stamp
from pages.tags import tag
from policy.dates import day_in_zone
from policy.models import PolicyVersion
from policy.querysets import PolicyVersionQuerySet
from policy.sealing import hash_of, iso

if TYPE_CHECKING:
    from notices.models.end import NoticeEnd

POST_ATTEMPTS = 5


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by where they stand at a moment."""

    def begun(self, at: datetime | None = None) -> Self:
        """Public by the moment: showing, or shown before."""
        return self.filter(shown_from__lte=at or clock.now())

    def showing(self, at: datetime | None = None) -> Self:
        """Under the header of every page at the moment (default: now)."""
        at = at or clock.now()
        not_ended = Q(end__isnull=True) | Q(end__ended_at__gt=at)
        return self.begun(at).filter(not_ended, shown_until__gt=at).with_facts()

    def with_facts(self) -> Self:
        """With the version, without its text, and the end of each, in the same query.

        Adds ``lacks_text`` and ``lacks_redline``: whether the version that it is about,
        or the one that it is compared with, is withheld.
        """
        facts = self.select_related(
            "version__policy", "end__superseded_by", "end__confirmation"
        )
        return facts.defer("version__source", "version__html").annotate(
            lacks_text=Exists(_withheld().filter(pk=OuterRef("version"))),
            lacks_redline=Exists(_withheld().filter(number=OuterRef("compared_with"))),
        )

    def newest_first(self) -> Self:
        """By the moment they began to show."""
        return self.order_by("-shown_from", "-number")


def _withheld() -> PolicyVersionQuerySet:
    """What is withheld of the policy that a notice is about, for a subquery."""
    return PolicyVersion.objects.filter(
        policy=OuterRef("version__policy"), withholdings__isnull=False
    )


class Notice(models.Model):
    """One message; what was shown is only ever ended early, never edited.

    ``digest`` covers everything that is shown of it; how it ended is a row of its own.
    """

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
    posted_with_version = models.BooleanField(
        _("posted with its version"),
        default=False,
        editable=False,
        help_text=_("Approved with the version, or superseding one that was."),
    )
    shown_from = models.DateTimeField(_("shown from"), default=timezone.now)
    shown_until = models.DateTimeField(
        _("shown until"), help_text=_("As planned; it can be ended early.")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )
    tag = models.CharField(
        _("name in the feed"), max_length=300, default="", editable=False
    )
    digest = models.CharField(
        _("hash (SHA-256)"), max_length=64, default="", editable=False
    )

    objects = NoticeQuerySet.as_manager()

    # From NoticeQuerySet.with_facts().
    lacks_text: bool
    lacks_redline: bool

    class Meta:
        ordering = ["-shown_from", "-number"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        permissions = [("end_notice", _("Can end notices early and supersede them"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_until__gt=F("shown_from")),
                name="notice_ends_after_it_begins",
                violation_error_message=_("A notice must end after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(posted_with_version=False) | Q(version__isnull=False),
                name="notice_posted_with_a_version_names_it",
                violation_error_message=_("Name the version that it is about."),
            ),
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
        from notices import searching

        for attempt in range(POST_ATTEMPTS):
            self.number = next_number()
            self.tag = tag(f"notice-{self.number}", timezone.now())
            self.seal()
            try:
                with transaction.atomic():
                    self.save(force_insert=True)
                    stamp.renew()
                    searching.put(self)
            except IntegrityError:
                is_taken = Notice.objects.filter(number=self.number).exists()
                if not is_taken or attempt == POST_ATTEMPTS - 1:
                    raise
            else:
                return

    def canonical(self) -> dict[str, object]:
        """Everything that is shown of it as posted; moments are UTC in ISO 8601."""
        version = self.version
        # Absent where it is not so: hashes of before know nothing of it.
        with_version = {"posted_with_version": True} if self.posted_with_version else {}
        return with_version | {
            "number": self.number,
            "summary": self.summary,
            "for_whom": self.for_whom,
            "what_to_do": self.what_to_do,
            "policy": version.policy.slug if version else "",
            "version": version.number if version else None,
            "version_hash": version.digest if version else "",
            "sections": self.sections,
            "compared_with": self.compared_with,
            "shorter_notice": self.shorter_notice,
            "shown_from": iso(self.shown_from),
            "shown_until": iso(self.shown_until),
        }

    def seal(self) -> None:
        """Hash what it says now. Once it is shown, the database keeps both."""
        self.digest = hash_of(self.canonical())

    @property
    def is_sealed(self) -> bool:
        """Whether it says what its hash covers."""
        return self.digest == hash_of(self.canonical())

    @property
    def redline_url(self) -> str:
        """Where readers see what changed; '' where there is nothing to compare."""
        version = self.version
        if version is None or self.compared_with is None or self.is_withheld:
            return ""
        numbers = (self.compared_with, version.number)
        return reverse("policy:compare", args=[version.policy.slug, *numbers])

    @property
    def stays_with_version(self) -> bool:
        """Whether only withdrawing or withholding its version ends it early."""
        version = self.version
        if version is None or not self.posted_with_version:
            return False
        return not (hasattr(version, "withdrawal") or version.is_withheld)

    @property
    def is_withheld(self) -> bool:
        """Whether a version that it is about, or is compared with, is withheld; needs
        ``with_facts()``."""
        return self.lacks_text or self.lacks_redline

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

    @property
    def has_taken_effect(self) -> bool:
        """Whether the moment of its version has come; a notice tells it in the past."""
        moment = self.version.effective_at if self.version else None
        return moment is not None and moment <= clock.now()

    def has_begun(self, at: datetime | None = None) -> bool:
        """Whether visitors may have seen it."""
        return self.shown_from <= (at or clock.now())

    def is_showing(self, at: datetime | None = None) -> bool:
        """Whether it stands under the header of every page at the moment."""
        at = at or clock.now()
        return self.shown_from <= at < self.stops_at

    def is_over(self, at: datetime | None = None) -> bool:
        """Whether it was shown and no longer is."""
        return self.stops_at <= (at or clock.now())

    @property
    def early_end(self) -> NoticeEnd | None:
        """How it was ended before its time; None where it was not."""
        return getattr(self, "end", None)

    @property
    def stops_at(self) -> datetime:
        """When it stops to show, or stopped: as planned, or early."""
        end = self.early_end
        return end.ended_at if end else self.shown_until

    @property
    def changed_at(self) -> datetime:
        """When what is told of it last changed: it began, or was ended early."""
        end = self.early_end
        return end.ended_at if end else self.shown_from


def next_number() -> int:
    """The number after the last notice's; ``Notice.number`` is unique."""
    return 1 + (Notice.objects.aggregate(last=Max("number"))["last"] or 0)
