"""The consent record: the append-only row of one choice."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.choices import CATEGORIES, Choice, Decision
from consent.cookie import validity
from consent.models.catalogue import CatalogueVersion
from pages import clock
from pages.remembered import Remembered
from policy.models import PolicyVersion

PRIVACY_POLICY = "privacy-policy"

# Without 0, 1, I and O, so that it survives being read aloud; 20 signs are 100 bits.
RECEIPT_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RECEIPT_LENGTH = 20
LONGEST_RECEIPT = 32


def make_receipt_code() -> str:
    """A random code that says nothing about anybody."""
    # As many signs as five bits tell apart, so that none is likelier than another.
    signs = (RECEIPT_SIGNS[byte % 32] for byte in secrets.token_bytes(RECEIPT_LENGTH))
    return "".join(signs)


def clean_receipt_code(text: str) -> str:
    """The code that somebody typed, with small letters, spaces or hyphens.

    '' for what cannot be one.
    """
    code = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    return code if len(code) <= LONGEST_RECEIPT else ""


class Action(models.TextChoices):
    """Which button was pressed."""

    ACCEPT = "accept", _("accept")
    REJECT = "reject", _("reject")
    SAVE = "save", _("save")


class Source(models.TextChoices):
    """Where the person was asked."""

    BANNER = "banner", _("banner")
    PAGE = "page", _("cookie choices page")
    SIGN_IN = "sign-in", _("sign-in page")


def _privacy_policy_in_force() -> int | None:
    """The key of the version in force at the clock's moment; None where there is none.

    Raises django.db.Error.
    """
    in_force = PolicyVersion.objects.in_force(clock.now())
    versions = in_force.filter(policy__slug=PRIVACY_POLICY)
    return versions.values_list("pk", flat=True).first()


# Asked for at every choice, and the same until the pages change.
privacy_policy_in_force = Remembered(_privacy_policy_in_force)


class ConsentRecordManager(models.Manager["ConsentRecord"]):
    """Finds records, and writes them; nothing else does."""

    def with_texts(self) -> QuerySet[ConsentRecord]:
        """With the catalogue and the policy version, without that one's long text."""
        texts = self.select_related("catalogue_version", "policy_version__policy")
        return texts.defer("policy_version__source", "policy_version__html")

    def of_browser(self, subject: str) -> QuerySet[ConsentRecord]:
        """The records of one browser's random id, newest first."""
        hashed = subject_hash(subject)
        own = self.with_texts().filter(subject__subject_hash=hashed)
        return own.order_by("-chosen_at", "-pk")

    def keep(
        self,
        choice: Choice,
        decision: Decision,
        *,
        action: Action,
        source: Source,
        withdraws: bool = False,
    ) -> ConsentRecord:
        """Commit the record of a choice, and return it with its receipt code.

        ``decision`` is what holds once the choice is made; ``withdraws`` says that it
        takes back an acceptance. Raises django.db.Error when it could not be committed.
        Never inside another transaction: an acknowledgement means a commit (decision
        10).
        """
        lasts = settings.CONSENT_RECORD_DAYS
        with clock.standing_at(choice.chosen_at):
            version = privacy_policy_in_force.get()
        with transaction.atomic(durable=True):
            record = self.create(
                chosen_at=choice.chosen_at,
                action=action,
                source=source,
                withdraws=withdraws,
                signal=choice.under_signal,
                catalogue_version_id=choice.catalogue_version,
                policy_version_id=version,
                keep_until=choice.counts_until(validity()) + timedelta(days=lasts),
                **{f"requested_{name}": name in choice.accepted for name in CATEGORIES},
                **{f"effective_{name}": decision.allows(name) for name in CATEGORIES},
            )
            if choice.subject:
                ConsentSubject.objects.create(
                    record=record, subject_hash=subject_hash(choice.subject)
                )
        return record


RARE = {
    "under_signal": Q(signal=True),
    "withdraws": Q(withdraws=True),
    "no_sign_in": Q(requested_authentication=False),
    "no_status": Q(requested_status=False),
    "not_remembered": Q(requested_consent=False),
}


class ConsentRecord(models.Model):
    """What was chosen, when, and under which texts; never who chose.

    It holds no visitor, no IP address and no user agent. ``requested_*`` is what the
    person asked for, ``effective_*`` what holds because of it; ``signal`` is the
    opt-out preference signal of that request.
    """

    receipt_code = models.CharField(
        _("receipt code"),
        max_length=LONGEST_RECEIPT,
        unique=True,
        default=make_receipt_code,
    )
    chosen_at = models.DateTimeField(_("chosen at"), default=timezone.now)
    action = models.CharField(_("action"), max_length=6, choices=Action)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    signal = models.BooleanField(_("opt-out preference signal"))
    requested_authentication = models.BooleanField(_("authentication accepted"))
    requested_status = models.BooleanField(_("status accepted"))
    requested_analytics = models.BooleanField(_("analytics accepted"))
    requested_consent = models.BooleanField(_("consent accepted"))
    effective_authentication = models.BooleanField(_("authentication in effect"))
    effective_status = models.BooleanField(_("status in effect"))
    effective_analytics = models.BooleanField(_("analytics in effect"))
    effective_consent = models.BooleanField(_("consent in effect"))
    withdraws = models.BooleanField(
        _("withdraws"), help_text=_("Takes back an earlier acceptance.")
    )
    catalogue_version = models.ForeignKey(
        CatalogueVersion,
        models.PROTECT,
        related_name="+",
        db_column="catalogue_version",
        db_index=False,
        verbose_name=_("catalogue version"),
    )
    policy_version = models.ForeignKey(
        PolicyVersion,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("privacy policy in force"),
    )
    keep_until = models.DateTimeField(_("keep until"))

    objects = ConsentRecordManager()

    if TYPE_CHECKING:
        policy_version_id: int | None
        catalogue_version_id: int

    class Meta:
        ordering = ["-chosen_at"]
        verbose_name = _("consent record")
        verbose_name_plural = _("consent records")
        indexes = [
            models.Index(fields=["-chosen_at"], name="consent_record_by_moment"),
            models.Index(
                fields=["catalogue_version", "-chosen_at"],
                name="consent_record_by_catalogue",
            ),
            # What few people choose is found, and counted, without reading the others.
            *(
                models.Index(
                    fields=["-chosen_at"],
                    name=f"consent_record_{name}",
                    condition=condition,
                )
                for name, condition in RARE.items()
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(receipt_code=""),
                name="consent_record_has_a_receipt",
                violation_error_message=_("A consent record has a receipt code."),
            ),
            models.CheckConstraint(
                condition=Q(action=Action.ACCEPT, requested_analytics=True)
                | Q(action=Action.REJECT, requested_analytics=False)
                | Q(action=Action.SAVE),
                name="consent_record_action_agrees",
                violation_error_message=_(
                    "“Accept” accepts analytics and “reject” rejects it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values),
                name="consent_record_source_is_known",
                violation_error_message=_("Say where the person was asked."),
            ),
            models.CheckConstraint(
                condition=Q(keep_until__gt=F("chosen_at")),
                name="consent_record_is_kept_for_a_while",
                violation_error_message=_("A consent record is kept for a while."),
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_code


class ConsentSubjectManager(models.Manager["ConsentSubject"]):
    """Erases the links between records and browsers."""

    def forget(self, hashed: Collection[str]) -> int:
        """Commit that no record is linked to these browsers; how many were.

        Raises django.db.Error when that could not be committed.
        """
        if not hashed:
            return 0
        with transaction.atomic(durable=True):
            return self.filter(subject_hash__in=hashed).delete()[0]


class ConsentSubject(models.Model):
    """Whose choice a record is: the SHA-256 of the random id in a browser's cookie.

    An ordinary row outside the seals: to erase is to delete it, and the record stays
    as one of nobody.
    """

    record = models.OneToOneField(
        ConsentRecord, models.CASCADE, primary_key=True, related_name="subject"
    )
    subject_hash = models.CharField(max_length=64, db_index=True)

    objects = ConsentSubjectManager()

    class Meta:
        verbose_name = _("subject of a consent record")
        verbose_name_plural = _("subjects of consent records")

    def __str__(self) -> str:
        return self.subject_hash


def subject_hash(subject: str) -> str:
    """SHA-256, in hexadecimal, of a browser's random id."""
    return hashlib.sha256(subject.encode()).hexdigest()
