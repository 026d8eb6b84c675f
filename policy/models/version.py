"""A version: one dated text of a policy.

What was published never changes (decision 2): triggers.py says so to the database.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pages import clock
from policy.models.choices import (
    DRAFT_STATUS,
    Direction,
    MaterialReason,
    Origin,
    Status,
)
from policy.models.policy import Policy
from policy.querysets import PolicyVersionQuerySet

if TYPE_CHECKING:
    from policy.models.withholding import WithheldVersion

# BCP 47 in the form that legal texts need: language, script, region.
validate_language = RegexValidator(
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\Z",
    _("Write the language as in “en-US”, “es” or “zh-Hant”."),
)


class PolicyVersion(models.Model):
    """One dated text of a policy: a draft until published, then permanent.

    Moments are UTC. ``number``, ``html``, ``digest`` and the dates of publication are
    written by ``policy.publishing.publish`` and by nothing else.
    """

    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="versions", verbose_name=_("policy")
    )
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    title = models.CharField(_("title"), max_length=120, editable=False)
    company = models.CharField(_("company"), max_length=120, editable=False)
    language = models.CharField(
        _("language"), max_length=20, default="en-US", validators=[validate_language]
    )
    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction, default=Direction.LTR
    )
    origin = models.CharField(
        _("origin"),
        max_length=6,
        choices=Origin,
        default=Origin.DESK,
        editable=False,
    )
    source = models.TextField(_("text"), help_text=_("Markdown."))
    change_note = models.TextField(
        _("change note"),
        blank=True,
        help_text=_("One plain sentence: what changed and why. Readers see it."),
    )
    material = models.BooleanField(
        _("material"),
        null=True,
        blank=True,
        choices=[
            (None, _("Not decided yet")),
            (True, _("Yes: material")),
            (False, _("No: editorial")),
        ],
    )
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why it is material, or why it is not.")
    )
    reasons = models.JSONField(
        _("reasons"),
        default=list,
        blank=True,
        help_text=_("Values of MaterialReason: why a reader has to know."),
    )
    effective_at = models.DateTimeField(
        _("effective at"),
        null=True,
        blank=True,
        help_text=_("When it takes force. Leave empty: at publication."),
    )
    # The hash of a draft's content, see ``policy.drafting``; steps count for one only.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    html = models.TextField(_("HTML"), editable=False)
    previous_digest = models.CharField(
        _("hash of the version before"), max_length=64, editable=False
    )
    digest = models.CharField(_("hash"), max_length=64, editable=False)

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    # People are kept as text too: a renamed account does not rewrite history.
    published_by_name = models.CharField(
        _("published by"), max_length=150, editable=False
    )
    # The hash covers the name through this pair, so that it can be verified by all
    # and read by none: see ``policy.sealing``.
    publisher_salt = models.CharField(max_length=64, editable=False)
    publisher_seal = models.CharField(max_length=64, editable=False)

    objects = PolicyVersionQuerySet.as_manager()

    # From PolicyVersionQuerySet.dated().
    superseded_at: datetime | None
    draft_step: str | None
    # From PolicyVersionQuerySet.review_overdue().
    looked_at: datetime
    # From PolicyVersionQuerySet.with_before() and with_after().
    standing_before: int | None
    standing_after: int | None
    # From PolicyVersionQuerySet.with_dates().
    meaning_since: datetime | None
    reviewed_at: datetime | None
    # From PolicyVersionQuerySet.with_text_of().
    text: str | None

    class Meta:
        ordering = ["policy", F("number").desc(nulls_first=True)]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        permissions = [
            ("publish_policyversion", "Can publish a version"),
            ("withdraw_policyversion", "Can withdraw an upcoming version"),
            ("approve_policyversion", "Can approve or reject a draft"),
            (
                "withhold_policyversion",
                "Can withhold a version, and read withheld text",
            ),
        ]
        indexes = [
            models.Index(fields=["policy", "effective_at"], name="version_by_moment")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(published_at__isnull=True),
                name="policy_version_one_draft",
                violation_error_message=_(
                    "This policy already has an open draft; continue that one."
                ),
            ),
            models.UniqueConstraint(
                fields=["policy", "number"],
                name="policy_version_number",
                violation_error_message=_("This policy already has that number."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, number__isnull=True, digest="")
                | Q(
                    published_at__isnull=False,
                    # A check that comes out as NULL passes.
                    number__isnull=False,
                    number__gte=1,
                    effective_at__isnull=False,
                    material__isnull=False,
                )
                & ~Q(title="")
                & ~Q(source="")
                & ~Q(html="")
                & ~Q(change_note="")
                & ~Q(digest="")
                & ~Q(published_by_name=""),
                name="policy_version_published_is_complete",
                violation_error_message=_(
                    "A published version needs its number, text, change note, "
                    "effective date, hash, and whether it is material."
                ),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(origin=Origin.IMPORT)
                | Q(effective_at__gte=F("published_at")),
                name="policy_version_not_backdated",
                violation_error_message=_(
                    "A version that is published here cannot take effect in the past."
                ),
            ),
        ]

    def __str__(self) -> str:
        if self.number is None:
            return _("%(policy)s, draft") % {"policy": self.policy}
        return _("%(policy)s, version %(number)s") % {
            "policy": self.policy,
            "number": self.number,
        }

    def get_absolute_url(self) -> str:
        """The permanent address; a draft has none and leads to its preview."""
        if self.number is None:
            return reverse("admin:policy_policyversion_preview", args=[self.pk])
        return reverse("policy:version", args=[self.policy.slug, self.number])

    @property
    def is_published(self) -> bool:
        """Whether it is public and permanent."""
        return self.published_at is not None

    @property
    def reason_labels(self) -> str:
        """Why a reader has to know, in words; '' where nothing is ticked."""
        labels = dict(MaterialReason.choices)
        return ", ".join(str(labels.get(reason, reason)) for reason in self.reasons)

    @property
    def withheld(self) -> WithheldVersion | None:
        """What may be said of it where it is withheld; None where it can be read."""
        from policy.models.withholding import WithheldVersion

        if not self.is_withheld:
            return None
        return WithheldVersion(self, list(self.withholdings.all()))

    @property
    def is_withheld(self) -> bool:
        """Whether no page may give a word of it."""
        if self.number is None:
            return False
        # From PolicyVersionQuerySet.with_is_withheld().
        known: bool | None = self.__dict__.get("has_withholdings")
        return bool(self.withholdings.all()) if known is None else known

    @property
    def shown_title(self) -> str:
        """The title as it may be shown: of a withheld version that of its policy."""
        return self.policy.title if self.is_withheld else self.title

    def status(self, at: datetime | None = None) -> Status:
        """Where it stands at the moment (default: now); needs ``dated()``."""
        at = at or clock.now()
        withheld = self.withheld
        if withheld is not None and withheld.at <= at:
            return Status.WITHHELD
        return self.place_in_time(at)

    def place_in_time(self, at: datetime | None = None) -> Status:
        """The same, but that a withheld version keeps its place among the others."""
        at = at or clock.now()
        if self.published_at is None or self.effective_at is None:
            return DRAFT_STATUS.get(self.draft_step, Status.DRAFT)
        if hasattr(self, "withdrawal") and self.withdrawal.withdrawn_at <= at:
            return Status.WITHDRAWN
        if self.effective_at > at:
            return Status.UPCOMING
        if self.superseded_at is not None and self.superseded_at <= at:
            return Status.SUPERSEDED
        return Status.IN_FORCE
