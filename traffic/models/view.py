"""How often pages were viewed: added up, without any identifier."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Aspect(models.TextChoices):
    """By what a view is counted. A view is in ``BROWSER`` and ``LANGUAGE`` once each;
    one of a bot is in ``BOT`` alone, and an arrival from elsewhere in ``REFERRER``."""

    BROWSER = "browser", _("browser")
    LANGUAGE = "language", _("language")
    REFERRER = "referrer", _("referrer")
    BOT = "bot", _("bot")


class ViewCount(models.Model):
    """How often one thing was seen on one day (of the site's time zone), at least.

    ``page`` is an address of this site, or the name of its route where the address is
    a secret or one of very many; '' where views are not counted by page. No two aspects
    of one view stand in one row, so that rare combinations find nobody.
    """

    day = models.DateField(_("day"))
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect)
    page = models.CharField(_("page"), max_length=200, blank=True)
    value = models.CharField(_("value"), max_length=100)
    count = models.PositiveBigIntegerField(_("count"))

    class Meta:
        verbose_name = _("view-count")
        verbose_name_plural = _("view-counts")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "aspect", "page", "value"],
                name="one_view_count_per_day_aspect_page_and_value",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.page} {self.value}: {self.count}"
