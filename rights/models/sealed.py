"""What is encrypted of a request: the only columns of this room with personal data."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from outbox.addresses import comparable
from outbox.cipher import Cipher

# Keys of this room alone: see outbox/cipher.py.
CIPHER = Cipher("rights")


def email_hash(address: str) -> str:
    """What to store in order to find the requests of an address again."""
    return CIPHER.keyed_hash(comparable(address))


def email_hashes(address: str) -> list[str]:
    """The hash under every key: what to look requests up by."""
    return CIPHER.keyed_hashes(comparable(address))


Row = TypeVar("Row", bound="Sealed")


class SealedQuerySet(models.QuerySet[Row]):
    """Rows by the key that encrypted them."""

    def under_older_keys(self) -> Self:
        """What another key than the newest encrypted; nothing of what is erased."""
        return self.exclude(key_mark__in=["", CIPHER.key_mark()])


class Sealed(models.Model):
    """A row with an encrypted text; ``key_mark`` tells which key encrypted it."""

    sealed = models.TextField(_("encrypted text"), blank=True, editable=False)
    key_mark = models.CharField(
        _("mark of the key"), max_length=16, blank=True, db_index=True, editable=False
    )

    class Meta:
        abstract = True

    def seal_text(self, text: str) -> None:
        """Encrypt a text under the newest key; the caller saves."""
        self.sealed = CIPHER.encrypt(text)
        self.key_mark = CIPHER.key_mark()

    def open_text(self) -> str:
        """The text. Raises cipher.Unreadable, also where it was erased."""
        return CIPHER.decrypt(self.sealed)
