"""Mails: one row for one mail to one recipient, written by the room that sends it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox.addresses import address_hashes
from outbox.backoff import delay_after
from outbox.letters import Letter

# How long a mail in hand is nobody else's: longer than any exchange with a mail server
# lasts. Once it has passed, the sender is taken for dead and another takes over.
LEASE = timedelta(minutes=10)

# How long a mail that was given up can still be tried again.
KEPT_AFTER_GIVING_UP = timedelta(days=30)


class State(models.TextChoices):
    """Where a mail stands."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused")
    GIVEN_UP = "given_up", _("given up")
    DROPPED = "dropped", _("dropped")


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails by where they stand at a moment."""

    def waiting(self) -> Self:
        """Everything that is still to be sent, now or later."""
        return self.filter(state=State.WAITING)

    def due(self, at: datetime | None = None) -> Self:
        """What a sender may take in hand at the moment (default: now)."""
        return self.waiting().filter(next_attempt_at__lte=at or timezone.now())

    def to(self, address: str) -> Self:
        """Everything that still holds this recipient's address."""
        return self.filter(recipient_hash__in=address_hashes(address))

    def unsent(self) -> Self:
        """Everything that still holds a letter: waiting, or given up lately."""
        return self.exclude(letter="")

    def given_up(self) -> Self:
        """What was tried in vain for days and can be tried again."""
        return self.filter(state=State.GIVEN_UP).exclude(letter="")

    def claim(self, at: datetime) -> Mail | None:
        """Take the mail that has been due longest in hand; None when none is due.

        Nobody else gets it until it is recorded or LEASE has passed. Two claims at once
        never give the same mail: on PostgreSQL the second skips the locked row, on
        SQLite it waits for the first to commit.
        """
        with transaction.atomic():
            due = self.due(at).order_by("next_attempt_at", "pk")
            mail = due.select_for_update(skip_locked=True).first()
            if mail is not None:
                mail.attempts += 1
                mail.next_attempt_at = at + LEASE
                mail.save(update_fields=["attempts", "next_attempt_at"])
        return mail

    def try_again(self, at: datetime | None = None) -> int:
        """Let what was given up wait for one more attempt; returns how many."""
        return self.given_up().update(
            state=State.WAITING, failed_at=None, next_attempt_at=at or timezone.now()
        )

    def empty_given_up(self, at: datetime | None = None) -> int:
        """Drop the letters that were given up long ago; returns how many."""
        before = (at or timezone.now()) - KEPT_AFTER_GIVING_UP
        old = self.given_up().filter(failed_at__lte=before)
        return old.update(letter="", recipient_hash="")

    def drop(self, at: datetime | None = None) -> int:
        """Let letters go that nobody wants any more, unsent; returns how many.

        What a sender has in hand at this moment may still arrive.
        """
        emptied = self.given_up().update(letter="", recipient_hash="")
        return emptied + self.waiting().update(
            state=State.DROPPED,
            failed_at=at or timezone.now(),
            letter="",
            recipient_hash="",
        )


class Mail(models.Model):
    """One mail to one recipient; once it is over, no more than evidence of it.

    ``purpose`` and ``reference`` are the queueing room's own words, without personal
    data. ``letter`` is a sealed ``Letter``: address, subject, bodies and headers;
    ``recipient_hash`` finds it while it is there.
    """

    purpose = models.SlugField(_("purpose"), max_length=50, db_index=False)
    reference = models.CharField(_("reference"), max_length=200)
    message_id = models.CharField("Message-ID", max_length=255, unique=True)
    letter = models.TextField(_("letter"), blank=True)
    recipient_hash = models.CharField(
        _("hash of the recipient"), max_length=64, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    created_at = models.DateTimeField(_("queued at"))
    due_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    failed_at = models.DateTimeField(
        _("refused, given up or dropped at"), null=True, blank=True
    )
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        permissions = [("retry_mail", _("Can try mails again that were given up"))]
        indexes = [
            # What a sender asks every second.
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state="waiting"),
                name="mail_queue",
            ),
            # What a recipient asks about their own.
            models.Index(
                fields=["recipient_hash"],
                condition=~Q(recipient_hash=""),
                name="mail_of_a_recipient",
            ),
            # What a room asks about its object.
            models.Index(fields=["reference", "purpose"], name="mail_of_an_object"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state="waiting", sent_at=None, failed_at=None)
                    | Q(state="sent", sent_at__isnull=False, failed_at=None)
                    | Q(
                        state__in=["refused", "given_up", "dropped"],
                        sent_at=None,
                        failed_at__isnull=False,
                    )
                ),
                name="mail_state_has_its_moment",
                violation_error_message=_(
                    "A mail waits, or was sent, refused, given up or dropped at a "
                    "moment."
                ),
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        state__in=["sent", "refused", "dropped", "given_up"],
                        letter="",
                        recipient_hash="",
                    )
                    | (Q(state__in=["waiting", "given_up"]) & ~Q(letter=""))
                ),
                name="mail_that_is_over_has_no_letter",
                violation_error_message=_(
                    "A mail that is over keeps neither address nor text."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.reference}"

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be sent, now or later."""
        return self.state == State.WAITING

    def open_letter(self) -> Letter:
        """What it says and to whom, while it waits. Raises cipher.Unreadable."""
        return Letter.unsealed(self.letter)

    def record_sent(self, at: datetime) -> None:
        """The server has it, whatever another sender took it for meanwhile."""
        self._rows().update(
            state=State.SENT,
            sent_at=at,
            failed_at=None,
            letter="",
            recipient_hash="",
            last_error="",
        )

    def record_refused(self, at: datetime, error: str) -> None:
        """The server will never take it."""
        self._in_hand().update(
            state=State.REFUSED,
            failed_at=at,
            letter="",
            recipient_hash="",
            last_error=error,
        )

    def record_failure(self, at: datetime, error: str) -> State:
        """It could not be sent: put it off, or give it up after days of trying.

        Returns WAITING or GIVEN_UP.
        """
        delay = delay_after(self.attempts)
        if delay is None:
            self._in_hand().update(state=State.GIVEN_UP, failed_at=at, last_error=error)
            return State.GIVEN_UP
        self._in_hand().update(next_attempt_at=at + delay, last_error=error)
        return State.WAITING

    def _rows(self) -> MailQuerySet:
        return Mail.objects.filter(pk=self.pk).exclude(letter="")

    def _in_hand(self) -> MailQuerySet:
        """This row, unless its lease ended and another sender took it in hand."""
        return self._rows().waiting().filter(attempts=self.attempts)
