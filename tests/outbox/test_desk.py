"""Mails at the desk: what became of them, without addresses."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from outbox.models import Mail, State
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.desk import desk, superuser, text_of
from tests.outbox.mails import make_mail

pytestmark = pytest.mark.django_db
LIST = "/admin/outbox/mail/"


def change(mail: Mail) -> str:
    return f"{LIST}{mail.pk}/change/"


def listed(client: Client, **query: str) -> set[str]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return {mail.message_id for mail in answer.context["cl"].result_list}


def try_again(client: Client, *mails: Mail) -> str:
    """What the page says after the action."""
    chosen = [str(mail.pk) for mail in mails]
    data = {"action": "try_again", "_selected_action": chosen}
    return text_of(client.post(LIST, data, follow=True))


def make_given_up() -> Mail:
    mail = make_mail()
    Mail.objects.filter(pk=mail.pk).update(
        state=State.GIVEN_UP, failed_at=timezone.now(), last_error="452 4.2.2 (mailbox)"
    )
    mail.refresh_from_db()
    return mail


@pytest.mark.parametrize("role", [PRIVACY_OFFICE, AUDITORS])
def test_two_roles_read_them(role: str) -> None:
    client, mail = desk(role), make_given_up()
    assert listed(client) == {mail.message_id}
    page = client.get(change(mail))
    said = text_of(page)
    assert mail.message_id.strip("<>") in said
    assert "452 4.2.2 (mailbox)" in said
    assert "Next attempt at: -" in said
    assert b'name="_save"' not in page.content


@pytest.mark.parametrize("role", [EDITORS, APPROVERS])
def test_the_other_roles_do_not(role: str) -> None:
    client, mail = desk(role), make_mail()
    assert client.get(LIST).status_code == 403
    assert client.get(change(mail)).status_code == 403


def test_no_page_shows_an_address_or_a_text() -> None:
    client = superuser()
    mail = make_mail(recipient="jane@example.com", text="Between us", subject="Private")
    for address in (LIST, change(mail)):
        page = client.get(address).content.decode()
        assert "jane" not in page
        assert "Between us" not in page
        assert "Private" not in page.replace("Privacy", "")
        assert mail.letter not in page


def test_an_empty_outbox_says_so() -> None:
    assert "0 mails" in text_of(desk(AUDITORS).get(LIST))


def test_nobody_writes_them() -> None:
    client, mail = superuser(), make_mail()
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}add/").status_code == 403
    assert client.post(change(mail), {"state": "sent"}).status_code == 403
    assert client.post(f"{LIST}{mail.pk}/delete/", {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": mail.pk, "post": "yes"}
    client.post(LIST, data)
    assert Mail.objects.get() == mail


def test_a_missing_mail_is_said_to_be_missing() -> None:
    answer = desk(AUDITORS).get(f"{LIST}999/change/", follow=True)
    assert "doesn’t exist" in text_of(answer)


def test_it_filters_by_state_and_purpose() -> None:
    client, waiting, given_up = desk(AUDITORS), make_mail(), make_given_up()
    other = make_mail("confirm-subscription", "subscriber 7")
    assert listed(client, state__exact="given_up") == {given_up.message_id}
    assert listed(client, purpose="confirm-subscription") == {other.message_id}
    assert listed(client, q="subscriber 7") == {other.message_id}
    assert listed(client, q=waiting.message_id) == {waiting.message_id}
    assert listed(client, q="subscriber") == set()
    assert client.get(LIST, {"state__exact": "zzz"}).status_code == 200


def test_the_privacy_office_tries_again_what_was_given_up() -> None:
    client, mail = desk(PRIVACY_OFFICE), make_given_up()
    assert "1 mail is tried again within a minute." in try_again(client, mail)
    again = Mail.objects.get()
    assert again.state == State.WAITING
    assert again.next_attempt_at <= timezone.now()
    assert again.message_id == mail.message_id


def test_what_was_sent_or_waits_is_not_tried_again() -> None:
    client, sent, waiting = desk(PRIVACY_OFFICE), make_mail(), make_mail()
    sent.record_sent(timezone.now())
    before = list(Mail.objects.values())
    said = try_again(client, sent, waiting)
    assert "Only mails that were given up in the last 30 days" in said
    assert "Not tried again: 2." in said
    assert list(Mail.objects.values()) == before


def test_an_auditor_cannot_try_again() -> None:
    client, mail = desk(AUDITORS), make_given_up()
    assert b"try_again" not in client.get(LIST).content
    try_again(client, mail)
    assert Mail.objects.get().state == State.GIVEN_UP
