"""What visitors were asked with: numbered, frozen, hashed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CatalogueVersion(models.Model):
    """One frozen catalogue of categories, cookies and banner wording.

    ``content`` is JSON (docs/consent.md). ``digest`` covers everything but the staff
    name, and the digest before; the name is covered through a salted seal.
    """

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    content = models.JSONField(_("content"))
    material = models.BooleanField(
        _("material"),
        help_text=_("Who accepted is asked again; who rejected is not."),
    )
    change_note = models.CharField(
        _("change note"),
        max_length=500,
        help_text=_("One plain sentence: what changed and why."),
    )
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_by_name = models.CharField(max_length=150, blank=True)
    publisher_salt = models.CharField(max_length=64)
    publisher_seal = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(_("hash (SHA-256)"), max_length=64, unique=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("catalogue version")
        verbose_name_plural = _("catalogue versions")
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="catalogue_versions_count_from_1",
                violation_error_message=_("Catalogue versions count from 1."),
            ),
            models.CheckConstraint(
                condition=~Q(change_note=""),
                name="catalogue_version_says_what_changed",
                violation_error_message=_("Say what changed and why."),
            ),
        ]

    def __str__(self) -> str:
        return _("Catalogue version %(number)s") % {"number": self.number}
