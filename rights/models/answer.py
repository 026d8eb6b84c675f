"""The files of an answer: downloaded behind the status page, and never mailed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rights.models.request import RightsRequest
from rights.models.sealed import CIPHER, Sealed, SealedQuerySet


@dataclass(frozen=True)
class FileFacts:
    """What is encrypted beside a file's content: its name may name a person."""

    name: str
    media_type: str


class AnswerFileQuerySet(SealedQuerySet["AnswerFile"]):
    """Files by whether they can still be downloaded."""

    def available(self, at: datetime | None = None) -> Self:
        """Those whose time is not over."""
        return self.filter(expires_at__gt=at or timezone.now())

    def expired(self, at: datetime | None = None) -> Self:
        """Those whose time is over, for the purge."""
        return self.filter(expires_at__lte=at or timezone.now())


class AnswerFile(Sealed):
    """One file, encrypted; ``sealed`` are its ``FileFacts``, ``size`` is in bytes."""

    request = models.ForeignKey(
        RightsRequest,
        models.CASCADE,
        related_name="answers",
        verbose_name=_("request"),
    )
    content = models.BinaryField(_("encrypted content"), editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    added_at = models.DateTimeField(_("added at"), default=timezone.now)
    expires_at = models.DateTimeField(_("can be downloaded until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    by_name = models.CharField(_("added by"), max_length=150, editable=False)

    objects = AnswerFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")

    def __str__(self) -> str:
        return f"{self.request}: {self._meta.verbose_name} {self.pk}"

    def seal(self, facts: FileFacts, content: bytes) -> None:
        """Encrypt both under the newest key; the caller saves."""
        self.seal_text(json.dumps(asdict(facts)))
        self.content = CIPHER.encrypt_bytes(content)
        self.size = len(content)

    def facts(self) -> FileFacts:
        """The file's name and media type. Raises cipher.Unreadable."""
        return FileFacts(**json.loads(self.open_text()))

    def opened(self) -> bytes:
        """The content. Raises cipher.Unreadable."""
        return CIPHER.decrypt_bytes(bytes(self.content))
