"""The rights request: who asks for what, from when on the clock runs."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy.models import PolicyVersion
from rights.law import Relation, Residence, Right
from rights.models.sealed import (
    CIPHER,
    Sealed,
    SealedQuerySet,
    email_hash,
    email_hashes,
)
from rights.states import OPEN, State
from rights.words import Behalf, Channel

if TYPE_CHECKING:
    from rights.models.answer import AnswerFile
    from rights.models.message import Message, Note
    from rights.models.step import Step

# Without 0, 1, I and O, so that a number survives being read aloud.
NUMBER_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NUMBER_LENGTH = 8
# 32 random bytes in letters that an address may hold.
SECRET_LENGTH = 43


def make_number() -> str:
    """A random public reference number, such as R-7KQ2-M9XF: it says nothing."""
    # As many signs as five bits tell apart, so that none is likelier than another.
    signs = [NUMBER_SIGNS[byte % 32] for byte in secrets.token_bytes(NUMBER_LENGTH)]
    return f"R-{''.join(signs[:4])}-{''.join(signs[4:])}"


def make_secret() -> str:
    """The secret in the address of one request's status page."""
    return secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """What a secret is looked up by: random enough to need no key."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True)
class Personal:
    """What is encrypted of a request: all that is about a person.

    ``subject`` is for whom somebody else asks; ``details`` are the fields of the right;
    ``secret`` is that of the status page, '' where no link was ever made.
    """

    name: str = ""
    email: str = ""
    telephone: str = ""
    postal: str = ""
    subject: str = ""
    words: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""


class RightsRequestQuerySet(SealedQuerySet["RightsRequest"]):
    """Requests by where they stand, when they are due, and what finds them."""

    def with_state(self) -> Self:
        """Adds ``state`` and ``state_since``: those of the last step of the log."""
        from rights.models.step import Step

        last = Step.objects.filter(request=OuterRef("pk")).order_by("-number")
        return self.annotate(
            state=Subquery(last.values("state")[:1]),
            state_since=Subquery(last.values("at")[:1]),
        )

    def open(self) -> Self:
        """Those that still wait for an answer, an appeal's included."""
        return self.with_state().filter(state__in=OPEN)

    def ended(self) -> Self:
        """Answered, refused or withdrawn, and not appealed."""
        return self.with_state().exclude(state__in=OPEN)

    def standing_at(self, *states: State) -> Self:
        """Those whose last step led to one of these states."""
        return self.with_state().filter(state__in=states)

    def ended_by(self, at: datetime) -> Self:
        """Those that have stood at their end since the moment or longer."""
        return self.with_state().exclude(state__in=OPEN).filter(state_since__lte=at)

    def by_due_date(self) -> Self:
        """The one that is due first comes first; without a date, last."""
        return self.order_by(F("answer_by").asc(nulls_last=True), "received_at", "pk")

    def of_email(self, address: str) -> Self:
        """Those of an address, whatever key they were written under."""
        return self.filter(email_hash__in=email_hashes(address))

    def of_secret(self, secret: str) -> Self:
        """The one whose link holds the secret; expired or not."""
        return self.filter(secret_hash=secret_hash(secret))

    def personal(self) -> Self:
        """Those whose personal data is still held."""
        return self.exclude(sealed="")


class RightsRequest(Sealed):
    """A request under section 7 of the policy; the state is that of its last step.

    Columns beside ``sealed`` name nobody, and stay with the log when personal data is
    erased. ``received_at`` starts the clock; ``entered_at`` is when it was typed.
    ``answer_by``, ``last_day`` and ``confirm_by`` are derived from the law
    (``rights.clocks``) and change with an extension; ``first_deadline`` is the moment
    after which none is possible.
    """

    number = models.CharField(
        _("number"), max_length=16, unique=True, default=make_number, editable=False
    )
    right = models.CharField(_("right"), max_length=16, choices=Right)
    country = models.CharField(
        _("country"),
        max_length=2,
        help_text=_("Where the person lives: ISO 3166-1 alpha-2."),
    )
    region = models.CharField(
        _("state of the USA"), max_length=2, blank=True, help_text=_("Such as CA.")
    )
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    behalf = models.CharField(
        _("for whom"), max_length=14, choices=Behalf, default=Behalf.SELF
    )
    channel = models.CharField(_("came by"), max_length=10, choices=Channel)
    received_at = models.DateTimeField(_("received at"))
    entered_at = models.DateTimeField(
        _("entered at"), default=timezone.now, editable=False
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    entered_by_name = models.CharField(
        _("entered by"), max_length=150, blank=True, editable=False
    )
    policy_version = models.ForeignKey(
        PolicyVersion,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("privacy policy in force on receipt"),
    )
    answer_by = models.DateField(_("answer by"), null=True, editable=False)
    last_day = models.DateField(_("last lawful day"), null=True, editable=False)
    confirm_by = models.DateField(_("confirm receipt by"), null=True, editable=False)
    first_deadline = models.DateTimeField(
        _("can be extended until"), null=True, editable=False
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assignee"),
    )
    email_hash = models.CharField(max_length=64, blank=True, editable=False)
    fingerprint = models.CharField(
        max_length=64, blank=True, db_index=True, editable=False
    )
    secret_hash = models.CharField(max_length=64, blank=True, editable=False)
    link_expires_at = models.DateTimeField(
        _("link expires at"), null=True, editable=False
    )
    erased_at = models.DateTimeField(
        _("personal data erased at"), null=True, editable=False
    )

    objects = RightsRequestQuerySet.as_manager()

    # From RightsRequestQuerySet.with_state().
    state: str
    state_since: datetime

    if TYPE_CHECKING:
        policy_version_id: int | None
        assignee_id: int | None
        steps: models.QuerySet[Step]
        messages: models.QuerySet[Message]
        notes: models.QuerySet[Note]
        answers: models.QuerySet[AnswerFile]

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("rights request")
        verbose_name_plural = _("rights requests")
        indexes = [
            models.Index(fields=["answer_by", "received_at"], name="request_by_due"),
            models.Index(fields=["-received_at"], name="request_by_receipt"),
            models.Index(
                fields=["email_hash"],
                condition=~Q(email_hash=""),
                name="request_of_an_address",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["secret_hash"],
                condition=~Q(secret_hash=""),
                name="request_secret_opens_only_one",
                violation_error_message=_("This link opens another request."),
            ),
            models.CheckConstraint(
                condition=Q(right__in=Right.values),
                name="request_right_is_known",
                violation_error_message=_("Choose one of the rights."),
            ),
            models.CheckConstraint(
                condition=Q(received_at__lte=F("entered_at")),
                name="request_is_received_before_it_is_entered",
                violation_error_message=_("A request is not received in the future."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(erased_at__isnull=True) & ~Q(sealed="")
                    | Q(
                        erased_at__isnull=False,
                        sealed="",
                        key_mark="",
                        email_hash="",
                        fingerprint="",
                        secret_hash="",
                        link_expires_at__isnull=True,
                    )
                ),
                name="request_that_is_erased_holds_nothing_personal",
                violation_error_message=_(
                    "A request whose personal data was erased holds none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def residence(self) -> Residence:
        """Where the person lives, for the law."""
        return Residence(self.country, self.region)

    @property
    def is_erased(self) -> bool:
        """Whether only its log is left."""
        return self.erased_at is not None

    def seal(self, personal: Personal) -> None:
        """Encrypt under the newest key, with the hashes that find it; to be saved."""
        self.seal_text(json.dumps(asdict(personal)))
        self.email_hash = email_hash(personal.email) if personal.email else ""
        self.secret_hash = secret_hash(personal.secret) if personal.secret else ""

    def personal(self) -> Personal:
        """All that is about the person. Raises cipher.Unreadable."""
        return Personal(**json.loads(self.open_text()))

    def last_step(self) -> Step:
        """The step that says where the request stands."""
        step = self.steps.order_by("-number").first()
        assert step is not None, "A request begins with a step."
        return step

    def stands(self) -> State:
        """Where the request stands now."""
        return State(self.last_step().state)

    def is_link_expired(self, at: datetime | None = None) -> bool:
        """Whether the link to the status page no longer opens it."""
        expires_at = self.link_expires_at
        return expires_at is None or expires_at <= (at or timezone.now())

    def likely_duplicates(self) -> RightsRequestQuerySet:
        """Other requests of the same address for the same right."""
        if not self.email_hash:
            return RightsRequest.objects.none()
        same = RightsRequest.objects.filter(
            email_hash=self.email_hash, right=self.right
        )
        return same.exclude(pk=self.pk).with_state()


def fingerprint(parts: Mapping[str, str]) -> str:
    """A keyed hash of all that was filled in, which tells the same from the same."""
    return CIPHER.keyed_hash(f"request\n{json.dumps(parts, sort_keys=True)}")
