"""Letters that nobody wants any more are let go, and what remains says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from outbox.letters import InvalidMail, Letter
from outbox.models import Mail, State
from outbox.queueing import queue_all
from tests.attacks import refused
from tests.outbox.mails import make_mail

pytestmark = pytest.mark.django_db
JANE = "jane@example.com"


def make_given_up(**fields: str) -> Mail:
    mail = make_mail(**fields)
    Mail.objects.filter(pk=mail.pk).update(
        state=State.GIVEN_UP, failed_at=timezone.now()
    )
    return mail


def test_one_recipients_letters_are_dropped_and_no_others() -> None:
    mine, other = make_mail(recipient="Jane@Example.com"), make_mail()
    at = timezone.now()
    assert Mail.objects.to(JANE).drop(at) == 1
    mine.refresh_from_db()
    assert (mine.state, mine.failed_at) == (State.DROPPED, at)
    assert (mine.letter, mine.recipient_hash) == ("", "")
    assert Mail.objects.waiting().get() == other


def test_what_was_given_up_is_emptied() -> None:
    mail = make_given_up(recipient=JANE)
    assert Mail.objects.to(JANE).drop() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.letter) == (State.GIVEN_UP, "")
    assert not Mail.objects.to(JANE).exists()
    assert Mail.objects.to(JANE).drop() == 0


def test_a_letter_under_a_key_of_before_is_found(settings: Settings) -> None:
    settings.MAIL_KEYS = ["an old key " * 6]
    make_mail(recipient=JANE)
    settings.MAIL_KEYS = ["a new key " * 6, "an old key " * 6]
    assert Mail.objects.to(JANE).drop() == 1


@pytest.mark.parametrize("how", ["sent", "refused", "emptied"])
def test_what_is_over_holds_no_hash_of_the_recipient(how: str) -> None:
    mail, now = make_given_up(recipient=JANE), timezone.now()
    if how == "sent":
        mail.record_sent(now)
    elif how == "refused":
        Mail.objects.try_again()
        mail.record_refused(now, "550 5.1.1 (address)")
    else:
        Mail.objects.empty_given_up(now + timedelta(days=31))
    assert not Mail.objects.to(JANE).exists()
    assert not Mail.objects.unsent().exists()


def test_the_database_lets_no_hash_stay_without_its_letter() -> None:
    mail = make_mail()
    rows = Mail.objects.filter(pk=mail.pk)
    for state in (State.REFUSED, State.GIVEN_UP, State.DROPPED):
        with refused("mail_that_is_over_has_no_letter"):
            rows.update(state=state, failed_at=timezone.now(), letter="")
    with refused("mail_that_is_over_has_no_letter"):
        rows.update(state=State.DROPPED, failed_at=timezone.now())


def test_a_sender_that_had_it_in_hand_changes_nothing_afterwards() -> None:
    make_mail(recipient=JANE)
    in_hand = Mail.objects.claim(timezone.now())
    assert in_hand is not None
    Mail.objects.to(JANE).drop()
    in_hand.record_sent(timezone.now())
    assert Mail.objects.get().state == State.DROPPED


def test_many_letters_are_queued_in_few_statements(
    django_assert_max_num_queries: object,
) -> None:
    letters = [Letter(f"r{n}@example.com", "Hello", "Text") for n in range(1200)]
    with django_assert_max_num_queries(40), transaction.atomic():  # type: ignore[operator]
        assert queue_all("version", "version terms 2", letters) == 1200
    assert Mail.objects.waiting().count() == 1200
    assert Mail.objects.to("r7@example.com").count() == 1
    mail = Mail.objects.order_by("pk").first()
    assert mail is not None
    assert mail.open_letter() == letters[0]
    assert mail.due_at == mail.created_at == mail.next_attempt_at


def test_one_bad_letter_among_many_stops_all() -> None:
    letters = [Letter(JANE, "Hello", "Text"), Letter(JANE, "Hello\n", "Text")]
    with pytest.raises(InvalidMail), transaction.atomic():
        queue_all("version", "version terms 2", letters)
    assert not Mail.objects.exists()
