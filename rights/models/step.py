"""The log of a request: append-only, without personal data, kept for years.

Date, nature and manner of the request, date and nature of the response, and the ground
of a denial: 11 CCR 7101(b).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rights.models.request import RightsRequest
from rights.states import Kind, State
from rights.words import Channel, Check, Ground, Outcome, Reason

NATURES: dict[str, dict[str, str | Promise]] = {
    Kind.ANSWERED: dict(Outcome.choices),
    Kind.VERIFIED: dict(Check.choices),
    Kind.EXTENDED: dict(Reason.choices),
}


class Step(models.Model):
    """One thing that happened to a request, and where it stands from then on.

    ``at`` is when it happened, ``recorded_at`` when that was written down. ``nature``
    is an ``Outcome``, ``Check`` or ``Reason`` by the kind, else ''; ``ground`` is a
    ``Ground`` of a refusal, else ''. ``by`` is staff; nobody, where the person or this
    site itself did it.
    """

    request = models.ForeignKey(
        RightsRequest, models.PROTECT, related_name="steps", verbose_name=_("request")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("what happened"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=12, choices=State)
    at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    manner = models.CharField(_("manner"), max_length=10, choices=Channel, blank=True)
    nature = models.CharField(_("nature"), max_length=12, blank=True)
    ground = models.CharField(_("ground"), max_length=12, choices=Ground, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        ordering = ["request", "number"]
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
        indexes = [
            # What figures of a year ask.
            models.Index(fields=["kind", "at"], name="request_step_by_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "number"],
                name="request_step_once_per_number",
                violation_error_message=_(
                    "Somebody else changed this request a moment ago; look at it again."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.REFUSED, ground__in=Ground.values)
                | (~Q(kind=Kind.REFUSED) & Q(ground="")),
                name="request_refusal_has_its_ground",
                violation_error_message=_("A refusal needs its legal ground."),
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.EXTENDED, nature__in=Reason.values)
                | ~Q(kind=Kind.EXTENDED),
                name="request_extension_has_its_reason",
                violation_error_message=_("An extension needs its reason."),
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ANSWERED, nature__in=Outcome.values)
                | ~Q(kind=Kind.ANSWERED),
                name="request_answer_has_its_nature",
                violation_error_message=_(
                    "Say whether the request was complied with in whole or in part."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.VERIFIED, nature__in=Check.values)
                | ~Q(kind=Kind.VERIFIED),
                name="request_identity_was_checked_somehow",
                violation_error_message=_("Say what was checked."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def nature_in_words(self) -> str:
        """The nature as people read it; '' where the kind has none."""
        return str(NATURES.get(self.kind, {}).get(self.nature, ""))


class PersonalView(models.Model):
    """Staff saw personal data of a request: who, what and when; append-only."""

    class What(models.TextChoices):
        """What was shown."""

        REQUEST = "request", _("request and messages")
        ANSWER = "answer", _("file of the answer")
        QUEUE = "queue", _("name in the queue")

    request = models.ForeignKey(
        RightsRequest, models.PROTECT, related_name="views", verbose_name=_("request")
    )
    what = models.CharField(_("what"), max_length=8, choices=What)
    at = models.DateTimeField(_("seen at"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(_("seen by"), max_length=150)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("view of personal data")
        verbose_name_plural = _("views of personal data")

    def __str__(self) -> str:
        return f"{self.request}: {self.get_what_display()}"
