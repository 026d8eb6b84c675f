"""What must never have been published is withheld: append-only rows of their own.

One person asks and another confirms. The version's row stays and keeps its place in
time; no page gives a word of it. Where an order covers storage too, its words are
destroyed afterwards, see ``policy.redacting``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy.models.drafting import Contribution, DraftStep
from policy.models.version import PolicyVersion


class Ground(models.TextChoices):
    """Why a version is withheld: 410 Gone, or 451 (RFC 7725)."""

    REMOVAL = "removal", _("Removal")
    LEGAL_ORDER = "legal order", _("Legal order")


class RequestState(models.TextChoices):
    """Where a request stands; computed, never stored."""

    OPEN = "open", _("Open")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")


class WithholdingRequestQuerySet(models.QuerySet["WithholdingRequest"]):
    """Requests by where they stand."""

    def still_open(self) -> Self:
        """What a second person still has to decide."""
        return self.filter(withholding__isnull=True, decline__isnull=True)


class WithholdingRequest(models.Model):
    """One person asks to withhold a published version; nothing is withheld by it."""

    version = models.ForeignKey(
        PolicyVersion,
        models.PROTECT,
        related_name="withholding_requests",
        verbose_name=_("version"),
    )
    ground = models.CharField(_("ground"), max_length=20, choices=Ground)
    reason = models.TextField(_("reason"), help_text=_("Readers see it, for good."))
    covers_storage = models.BooleanField(_("the text has to be destroyed as well"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    asked_by_name = models.CharField(_("asked by"), max_length=150, editable=False)
    asker_salt = models.CharField(max_length=64, editable=False)
    asker_seal = models.CharField(max_length=64, editable=False)

    objects = WithholdingRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("request to withhold")
        verbose_name_plural = _("requests to withhold")
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=Ground.values) & ~Q(reason=""),
                name="withholding_request_says_why",
                violation_error_message=_("Say why the version is withheld."),
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def state(self) -> RequestState:
        """Where it stands."""
        if hasattr(self, "withholding"):
            return RequestState.CONFIRMED
        if hasattr(self, "decline"):
            return RequestState.DECLINED
        return RequestState.OPEN


class WithholdingDecline(models.Model):
    """A request was declined, or taken back by who had asked."""

    request = models.OneToOneField(
        WithholdingRequest, models.PROTECT, related_name="decline"
    )
    declined_at = models.DateTimeField(_("declined at"), default=timezone.now)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    declined_by_name = models.CharField(
        _("declined by"), max_length=150, editable=False
    )
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("declined request")
        verbose_name_plural = _("declined requests")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="withholding_decline_says_why",
                violation_error_message=_("Say why the request is declined."),
            )
        ]

    def __str__(self) -> str:
        return str(self.request)


class Withholding(models.Model):
    """A version is withheld: another person than who asked confirmed it.

    A version that is withheld from readers alone may be withheld once more, by an order
    that covers storage too.
    """

    version = models.ForeignKey(
        PolicyVersion,
        models.PROTECT,
        related_name="withholdings",
        verbose_name=_("version"),
    )
    request = models.OneToOneField(
        WithholdingRequest, models.PROTECT, verbose_name=_("request")
    )
    withheld_at = models.DateTimeField(_("withheld at"), default=timezone.now)
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    withheld_by_name = models.CharField(
        _("confirmed by"), max_length=150, editable=False
    )
    withholder_salt = models.CharField(max_length=64, editable=False)
    withholder_seal = models.CharField(max_length=64, editable=False)
    # The policy's withholdings form a chain of their own: see ``policy.sealing``.
    previous_digest = models.CharField(
        _("hash of the withholding before"), max_length=64, editable=False
    )
    digest = models.CharField(_("hash"), max_length=64, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("withholding")
        verbose_name_plural = _("withholdings")

    def __str__(self) -> str:
        return str(self.version)


class Redaction(models.Model):
    """The words of a withheld version were destroyed: when, and by whom.

    ``redacted_by`` is the account of the operating system that ran the command.
    """

    version = models.OneToOneField(
        PolicyVersion, models.PROTECT, verbose_name=_("version")
    )
    redacted_at = models.DateTimeField(_("redacted at"), default=timezone.now)
    redacted_by = models.CharField(_("redacted by"), max_length=150)
    digest = models.CharField(_("hash"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")

    def __str__(self) -> str:
        return str(self.version)


class Destruction(models.Model):
    """What one save of a draft said, or what the checks quoted at one step, was
    destroyed: it held a withheld passage, or stood for a save that did.

    ``redaction`` is that of the version whose withholding covers it. The passage itself
    is not kept.
    """

    redaction = models.ForeignKey(
        Redaction, models.PROTECT, related_name="+", verbose_name=_("redaction")
    )
    contribution = models.OneToOneField(
        Contribution, models.PROTECT, null=True, verbose_name=_("contribution")
    )
    step = models.OneToOneField(
        DraftStep, models.PROTECT, null=True, verbose_name=_("step")
    )
    destroyed_at = models.DateTimeField(_("destroyed at"), default=timezone.now)
    destroyed_by = models.CharField(_("destroyed by"), max_length=150)

    class Meta:
        verbose_name = _("destruction")
        verbose_name_plural = _("destructions")
        constraints = [
            models.CheckConstraint(
                condition=Q(contribution__isnull=True) ^ Q(step__isnull=True),
                name="destruction_is_of_one_thing",
                violation_error_message=_("A destruction is of a save or of a step."),
            )
        ]

    def __str__(self) -> str:
        return str(self.contribution or self.step)


class WithheldVersion:
    """What a page may say of a withheld version; everything else is words of it."""

    def __init__(self, version: PolicyVersion, withholdings: list[Withholding]) -> None:
        self.version = version
        self._first, self._last = withholdings[0], withholdings[-1]

    @property
    def at(self) -> datetime:
        """Since when it is withheld."""
        return self._first.withheld_at

    @property
    def changed_at(self) -> datetime:
        """When what may be said of it last changed: at the last withholding."""
        return self._last.withheld_at

    @property
    def ground(self) -> Ground:
        """That of the last withholding."""
        return Ground(self._last.request.ground)

    @property
    def reason(self) -> str:
        """The public reason of the last withholding."""
        return self._last.request.reason

    @property
    def covers_storage(self) -> bool:
        """Whether its words have to be destroyed."""
        return self._last.request.covers_storage
