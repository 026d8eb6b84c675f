"""The catalogue's draft: the one module that knows django-cookie-consent.

Its two tables hold the rows; what they lack stands in tables of ours beside them. Its
views, script, middleware and log are not mounted: docs/consent.md says why.
"""

from __future__ import annotations

from cookie_consent.models import Cookie, CookieGroup
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# The package registers pages of its own; ours edit the same rows and more.
PACKAGE_MODELS = (Cookie, CookieGroup)

WE_USE_COOKIES = "We use cookies"


class BannerDraft(models.Model):
    """The wording of the banner, one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    heading = models.CharField(_("heading"), max_length=60)
    sentence = models.CharField(
        _("sentence"),
        max_length=200,
        help_text=_("One plain sentence that says “We use cookies …”."),
    )

    class Meta:
        verbose_name = _("banner wording")
        verbose_name_plural = _("banner wording")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="banner_draft_is_one_row")
        ]

    def __str__(self) -> str:
        return self.heading

    def clean(self) -> None:
        """Browsers' consent helpers, and people, look for these words."""
        if WE_USE_COOKIES.lower() not in self.sentence.lower():
            raise ValidationError(
                {"sentence": _("Say “We use cookies …” in this sentence.")}
            )


class DraftCategory(CookieGroup):
    """A category as drafted: the package's row and what visitors must also know."""

    refusing = models.CharField(
        _("what rejecting means"),
        max_length=300,
        help_text=_("A sentence: what works without it, and what does not."),
    )
    purpose = models.CharField(_("purpose"), max_length=300)
    legal_basis = models.CharField(_("legal basis"), max_length=300)

    class Meta:
        verbose_name = _("cookie category")
        verbose_name_plural = _("cookie categories")


class DraftCookie(Cookie):
    """A cookie as drafted."""

    provider = models.CharField(
        _("provider"),
        max_length=100,
        blank=True,
        help_text=_("Who sets it; empty for this site."),
    )
    lifetime = models.CharField(
        _("lifetime"),
        max_length=100,
        blank=True,
        help_text=_("How long it stays; empty where this site's settings say so."),
    )
    third_party = models.BooleanField(_("third party"), default=False)

    class Meta:
        verbose_name = _("cookie")
        verbose_name_plural = _("cookies")

    def __str__(self) -> str:
        return self.name
