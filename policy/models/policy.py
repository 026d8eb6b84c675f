"""A policy: the name and address that its versions share."""

from __future__ import annotations

import zoneinfo
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Length, Lower
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pages.tags import authority
from policy.slugs import RESERVED_SLUGS, SHORTEST_SLUG, validate_slug_is_free

if TYPE_CHECKING:
    from policy.querysets import PolicyVersionQuerySet


def validate_time_zone(name: str) -> None:
    """Refuse a name that the time zone database does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone; write one such as “America/Chicago”."),
            params={"name": name},
        )


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Policies as readers meet them."""

    def public(self, at: datetime | None = None) -> Self:
        """Those of which something is published.

        Adds ``newest_number``: that of the newest version, and how many there are;
        ``shown_number``: that of the version in force at the moment (default: now),
        None where it cannot be read; ``readable_number`` and ``readable_from``: those
        of the last version in force that can be read; and ``has_withheld``.
        """
        from policy.models.version import PolicyVersion

        versions = PolicyVersion.objects.published().filter(policy=OuterRef("pk"))
        newest = versions.order_by("-number").values("number")[:1]
        shown = versions.in_force(at).readable().order_by().values("number")[:1]
        readable = versions.begun(at).readable().order_by("-effective_at")
        withheld = versions.filter(withholdings__isnull=False)
        return self.annotate(
            newest_number=Subquery(newest),
            shown_number=Subquery(shown),
            readable_number=Subquery(readable.values("number")[:1]),
            readable_from=Subquery(readable.values("effective_at")[:1]),
            has_withheld=Exists(withheld),
        ).filter(newest_number__isnull=False)


class Policy(models.Model):
    """A named document with a stable address; its text lives in its versions."""

    slug = models.SlugField(
        _("address"),
        unique=True,
        validators=[validate_slug_is_free],
        help_text=_("The first part of its address; fixed once a version is public."),
    )
    title = models.CharField(_("title"), max_length=120)
    company = models.CharField(
        _("company"), max_length=120, help_text=_("Whose policy it is.")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Lower numbers come first in navigation.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="America/Chicago",
        validators=[validate_time_zone],
        help_text=_("In which its days begin; fixed once a version is public."),
    )

    notice_period_days = models.PositiveSmallIntegerField(
        _("notice period in days"),
        default=30,
        help_text=_("How long before it takes effect a material version is published."),
    )
    # Names of entries in feeds begin with it: see ``pages.tags``.
    tag_authority = models.CharField(max_length=300, default=authority, editable=False)

    versions: PolicyVersionQuerySet

    objects = PolicyQuerySet.as_manager()

    # From PolicyQuerySet.public().
    newest_number: int
    shown_number: int | None
    readable_number: int | None
    readable_from: datetime | None
    has_withheld: bool

    class Meta:
        ordering = ["order", "title"]
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS)
                & Q(GreaterThanOrEqual(Length("slug"), SHORTEST_SLUG)),
                name="policy_slug_is_free",
                violation_error_message=_(
                    "This address belongs to the site itself; choose another."
                ),
            ),
            models.CheckConstraint(
                condition=Q(slug=Lower("slug")),
                name="policy_slug_is_lower_case",
                violation_error_message=_("Write the address in lower-case letters."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("policy:policy", args=[self.slug])

    @property
    def tag(self) -> str:
        """The name of its feed, a tag URI: with a number after it that of a version."""
        return f"tag:{self.tag_authority}:{self.slug}"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The time zone in which this policy's days begin."""
        return zoneinfo.ZoneInfo(self.time_zone)
