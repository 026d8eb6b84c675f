"""Disclosures to authorities: that there was one, and never of whom."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DisclosureKind(models.TextChoices):
    """Who asked, and how."""

    COURT_ORDER = "court order", _("court order")
    SUBPOENA = "subpoena", _("subpoena")
    SEARCH_WARRANT = "search warrant", _("search warrant")
    POLICE = "police", _("request of the police or a prosecutor")
    REGULATOR = "regulator", _("request of a supervisory authority")
    LAWSUIT = "lawsuit", _("party in a private lawsuit")
    OTHER = "other", _("other legal or administrative process")


class LegalGround(models.TextChoices):
    """Why it was lawful. Section 4 of the bundled policy names these."""

    REQUIRED = "required", _("required by law")
    OWN_RIGHTS = "own rights", _("to act against a breach of our terms or of rights")
    CONSENT = "consent", _("consent of the person")


class Disclosed(models.TextChoices):
    """Which kinds of information were given."""

    ACCESS_LOGS = "access logs", _("access logs")
    SECURITY_LOG = "security log", _("security log")
    CONSENT_RECORDS = "consent records", _("consent records")
    SUBSCRIPTIONS = "subscriptions", _("subscriptions to mails")
    RIGHTS_REQUESTS = "rights requests", _("rights requests")
    STAFF_ACCOUNTS = "staff accounts", _("accounts of staff")
    OTHER = "other", _("other")


def validate_categories(value: Any) -> None:
    """Refuse what is no list of known categories, each once and in order."""
    known = Disclosed.values
    if not isinstance(value, list) or not value or not set(value) <= set(known):
        raise ValidationError(_("Choose at least one category."))
    if value != [each for each in known if each in value]:
        raise ValidationError(_("Name each category once, in their order."))


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    """Disclosures by whether they still stand."""

    def standing(self) -> Self:
        """As they are known now: neither corrected, nor entered in error."""
        return self.filter(correction__isnull=True, is_void=False)


class Disclosure(models.Model):
    """Information was given to an authority. Append-only, and nobody is named in it.

    Nothing here can be typed freely. A mistake is mended by a row that ``corrects`` the
    wrong one; with ``is_void`` it says that there was no disclosure at all.
    """

    disclosed_on = models.DateField(_("disclosed on"))
    kind = models.CharField(_("kind"), max_length=20, choices=DisclosureKind)
    legal_ground = models.CharField(
        _("legal ground"), max_length=20, choices=LegalGround
    )
    categories = models.JSONField(
        _("categories of information"), validators=[validate_categories]
    )
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("corrects"),
    )
    is_void = models.BooleanField(
        _("there was no such disclosure"),
        default=False,
        help_text=_("Only where the entry that this one corrects was an error."),
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    recorded_by_name = models.CharField(
        _("recorded by"), max_length=150, editable=False
    )

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["-disclosed_on", "-pk"]
        verbose_name = _("disclosure to an authority")
        verbose_name_plural = _("disclosures to authorities")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_void=False) | Q(corrects__isnull=False),
                name="void_disclosure_corrects_another",
                violation_error_message=_("Only a correction can say so."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DisclosureKind.values)
                & Q(legal_ground__in=LegalGround.values),
                name="disclosure_has_known_kind_and_ground",
                violation_error_message=_("Choose kind and legal ground."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disclosed_on} {self.get_kind_display()}"

    def clean(self) -> None:
        """No disclosure is of the future."""
        if self.disclosed_on and self.disclosed_on > timezone.localdate():
            raise ValidationError({"disclosed_on": _("This day has not come yet.")})

    @property
    def is_standing(self) -> bool:
        """Whether no later entry corrects it."""
        return not self.is_void and not hasattr(self, "correction")

    @property
    def category_words(self) -> str:
        """The categories, in words."""
        return ", ".join(str(Disclosed(each).label) for each in self.categories)
