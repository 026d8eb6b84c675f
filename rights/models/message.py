"""What the person and the office write to each other, and what stays in the office."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rights.models.request import RightsRequest
from rights.models.sealed import Sealed, SealedQuerySet


class MessageQuerySet(SealedQuerySet["Message"]):
    """Messages by who wrote them."""

    def from_person(self) -> Self:
        """What the office has to read."""
        return self.filter(is_from_office=False)


class NoteQuerySet(SealedQuerySet["Note"]):
    """Notes of the office."""


class Message(Sealed):
    """One message, encrypted; ``by`` is nobody where the person wrote it."""

    request = models.ForeignKey(
        RightsRequest,
        models.CASCADE,
        related_name="messages",
        verbose_name=_("request"),
    )
    is_from_office = models.BooleanField(_("from the office"))
    at = models.DateTimeField(_("written at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    by_name = models.CharField(_("by"), max_length=150, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return f"{self.request}: {self._meta.verbose_name} {self.pk}"


class Note(Sealed):
    """A note of the office about a request, encrypted; the person never sees it."""

    request = models.ForeignKey(
        RightsRequest, models.CASCADE, related_name="notes", verbose_name=_("request")
    )
    at = models.DateTimeField(_("written at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    by_name = models.CharField(_("by"), max_length=150, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return f"{self.request}: {self._meta.verbose_name} {self.pk}"


class AnswerTemplate(models.Model):
    """Words that the office begins an answer with; they name nobody."""

    title = models.CharField(_("title"), max_length=120, unique=True)
    right = models.CharField(
        _("right"),
        max_length=16,
        blank=True,
        help_text=_("Offered for this right only; for all where none is chosen."),
    )
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["title"]
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")

    def __str__(self) -> str:
        return self.title
