"""Companies and services beside ours, and every change of what is said of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

REVIEWED_EVERY = timedelta(days=365)
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
# RFC 6265, section 4.1.1; an asterisk at the end stands for any ending.
COOKIE = re.compile(r"[!#$%&'+\-.^_`|~0-9A-Za-z]+\*?")


def validate_hosts(text: str) -> None:
    """Refuse lines that are no host name."""
    _refuse(text, HOST, _("“%(line)s” is no host name such as analytics.example.com."))


def validate_cookies(text: str) -> None:
    """Refuse lines that are no name of a cookie."""
    _refuse(text, COOKIE, _("“%(line)s” is no name of a cookie, such as _ga or _ga_*."))


def _refuse(text: str, pattern: re.Pattern[str], sentence: Any) -> None:
    wrong = [line for line in text.split() if not pattern.fullmatch(line)]
    if wrong:
        raise ValidationError(sentence, params={"line": wrong[0][:50]})


class ThirdPartyQuerySet(models.QuerySet["ThirdParty"]):
    """Third parties by time."""

    def in_use(self) -> Self:
        """Those that the site uses now."""
        return self.filter(ended_on__isnull=True)

    def review_overdue(self, today: date | None = None) -> Self:
        """Those in use whose entry nobody looked at for a year."""
        before = (today or timezone.localdate()) - REVIEWED_EVERY
        return self.in_use().filter(reviewed_on__lt=before)


class ThirdParty(models.Model):
    """A company or service beside ours, and what visitors are told of it.

    ``hosts`` are host names, one a line, each with all below it; ``cookies`` are names
    as the catalogue lists them.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    company = models.CharField(
        _("company"),
        max_length=100,
        help_text=_("Whose privacy policy applies there, such as Google."),
    )
    what_it_does = models.TextField(_("what it does"))
    needs_registration = models.BooleanField(
        _("needs a registration of its own"),
        help_text=_("Whether visitors have to sign up with it to use it."),
    )
    privacy_policy_url = models.URLField(
        _("its privacy policy"), validators=[URLValidator(["https"])]
    )
    hosts = models.TextField(
        _("hosts"),
        blank=True,
        validators=[validate_hosts],
        help_text=_("One a line. A host stands for all below it."),
    )
    cookies = models.TextField(
        _("cookies"),
        blank=True,
        validators=[validate_cookies],
        help_text=_("One a line, named as in the catalogue of cookies."),
    )
    shared = models.TextField(_("what is shared"))
    why = models.TextField(_("why it is shared"))
    reviewed_on = models.DateField(
        _("reviewed on"),
        help_text=_("When somebody last compared this entry with what it really does."),
    )
    ended_on = models.DateField(
        _("not used any more since"),
        null=True,
        blank=True,
        help_text=_("It is then not listed. Nothing of the register is deleted."),
    )

    objects = ThirdPartyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("third party")
        verbose_name_plural = _("third parties")
        constraints = [
            models.CheckConstraint(
                condition=~Q(what_it_does="") & ~Q(shared="") & ~Q(why=""),
                name="third_party_is_explained",
                violation_error_message=_("Say what it does, what is shared and why."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """No review is of the future."""
        today = timezone.localdate()
        if self.reviewed_on and self.reviewed_on > today:
            raise ValidationError({"reviewed_on": _("This day has not come yet.")})

    @property
    def host_list(self) -> list[str]:
        """Its hosts."""
        return self.hosts.split()

    @property
    def cookie_list(self) -> list[str]:
        """The names of its cookies."""
        return self.cookies.split()

    @property
    def is_review_overdue(self) -> bool:
        """Whether nobody looked at its entry for a year."""
        is_old = self.reviewed_on < timezone.localdate() - REVIEWED_EVERY
        return is_old and self.ended_on is None

    def content(self) -> dict[str, Any]:
        """All that is said of it, for the record of a change."""
        fields = (field for field in self._meta.concrete_fields if field.name != "id")
        return {field.name: _plain(getattr(self, field.name)) for field in fields}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class ThirdPartyChange(models.Model):
    """How an entry of the register read since somebody saved it. Append-only."""

    third_party = models.ForeignKey(
        ThirdParty,
        models.PROTECT,
        related_name="changes",
        verbose_name=_("third party"),
    )
    content = models.JSONField(_("content"))
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    changed_by_name = models.CharField(
        _("changed by"), max_length=150, blank=True, editable=False
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change of a third party")
        verbose_name_plural = _("changes of third parties")

    def __str__(self) -> str:
        return f"{self.third_party} {self.changed_by_name}"
