"""Subscribers: who gets mail about a policy, and no more about them than that needs."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox import cipher
from outbox.addresses import address_hash, address_hashes
from policy.models import Policy

# How long a request waits for the mailed link to be used.
PATIENCE = timedelta(days=7)
# 32 random bytes in letters that an address may hold.
SECRET_LENGTH = 43


@dataclass(frozen=True)
class Contact:
    """What is encrypted: where to write, and the secret of the links in each mail."""

    address: str
    secret: str


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Subscribers by what finds them."""

    def of_address(self, address: str) -> Self:
        """The one with this address, whatever key it was written under."""
        return self.filter(address_hash__in=address_hashes(address))

    def of_secret(self, secret: str, at: datetime | None = None) -> Self:
        """The one whose links hold the secret; nobody once all has vanished."""
        live = Subscription.objects.live(at).filter(subscriber=OuterRef("pk"))
        return self.filter(Exists(live), secret_hash=secret_hash(secret))

    def without_subscription(self, at: datetime | None = None) -> Self:
        """Those of whom nothing is left that an address would be needed for."""
        live = Subscription.objects.live(at).filter(subscriber=OuterRef("pk"))
        return self.filter(~Exists(live))

    def under_older_keys(self) -> Self:
        """Those who were encrypted with another key than the newest."""
        return self.exclude(key_mark=cipher.key_mark())


class Subscriber(models.Model):
    """One e-mail address. ``sealed`` is an encrypted ``Contact``.

    Two hashes find it again: a keyed one of the address, and one of the secret, which
    is random enough to need no key.
    """

    address_hash = models.CharField(_("hash"), max_length=64, unique=True)
    secret_hash = models.CharField(_("hash of the secret"), max_length=64, unique=True)
    sealed = models.TextField(_("address and secret"))
    key_mark = models.CharField(_("mark of the key"), max_length=16, db_index=True)

    objects = SubscriberQuerySet.as_manager()

    if TYPE_CHECKING:
        subscriptions: SubscriptionQuerySet

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    def new(cls, address: str) -> Subscriber:
        """A subscriber with a secret of its own, not saved yet."""
        secret = secrets.token_urlsafe(32)
        subscriber = cls(secret_hash=secret_hash(secret))
        subscriber.seal(Contact(address, secret))
        return subscriber

    def seal(self, contact: Contact) -> None:
        """Encrypt the contact under the newest key; the caller saves."""
        self.sealed = cipher.encrypt(json.dumps(asdict(contact)))
        self.address_hash = address_hash(contact.address)
        self.key_mark = cipher.key_mark()

    def contact(self) -> Contact:
        """Where to write, and the secret of the links. Raises cipher.Unreadable."""
        return open_contact(self.sealed)


def open_contact(sealed: str) -> Contact:
    """What ``Subscriber.sealed`` holds. Raises cipher.Unreadable."""
    return Contact(**json.loads(cipher.decrypt(sealed)))


def secret_hash(secret: str) -> str:
    """What a secret is looked up by."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Kind(models.TextChoices):
    """Of which versions a subscriber wants to hear."""

    MATERIAL = "material", _("each material change")
    EVERY = "every", _("every version")


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions by where they stand at a moment."""

    def confirmed(self) -> Self:
        """Whose subscriber used the mailed link: the only ones that get mail."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self, at: datetime | None = None) -> Self:
        """Asked for, not confirmed, and not too old yet."""
        return self.live(at).filter(confirmed_at__isnull=True)

    def live(self, at: datetime | None = None) -> Self:
        """All but the requests that nobody confirmed in time: those are gone."""
        since = (at or timezone.now()) - PATIENCE
        return self.filter(Q(confirmed_at__isnull=False) | Q(asked_at__gt=since))

    def vanished(self, at: datetime | None = None) -> Self:
        """Requests that nobody confirmed in time, for the purge."""
        since = (at or timezone.now()) - PATIENCE
        return self.filter(confirmed_at__isnull=True, asked_at__lte=since)

    def wanting(self, *, material: bool) -> Self:
        """Who gets mail about a version: all of a material one, else the curious."""
        found = self.confirmed()
        return found if material else found.filter(kind=Kind.EVERY)


class Subscription(models.Model):
    """That one subscriber wants mail about one policy; confirmed by a mailed link."""

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="subscriptions"
    )
    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="subscriptions", verbose_name=_("policy")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        indexes = [
            # What a publication asks.
            models.Index(
                fields=["policy", "kind"],
                condition=Q(confirmed_at__isnull=False),
                name="subscription_confirmed",
            ),
            # What the purge asks.
            models.Index(
                fields=["asked_at"],
                condition=Q(confirmed_at__isnull=True),
                name="subscription_waiting",
            ),
        ]
        constraints = [
            # ``Subscriber.address_hash`` is unique, so this is once per address.
            models.UniqueConstraint(
                fields=["subscriber", "policy"],
                name="subscription_once_per_policy",
                violation_error_message=_(
                    "This address is subscribed to this policy already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="subscription_kind_is_known",
                violation_error_message=_(
                    "A subscription is to each material change or to every version."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy}: {self.get_kind_display()}"
