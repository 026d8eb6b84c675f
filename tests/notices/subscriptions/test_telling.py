"""Publishing and withdrawing queue mails, in the same transaction."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from notices.models import Kind, NoticeEnd, Subscription
from outbox.models import Mail, State
from policy import drafting, publishing
from policy.desk.timeline import timeline
from policy.models import Policy, PolicyVersion, StepKind
from policy.publishing import publish, withdraw
from policy.redacting import redact
from policy.refusals import Refused
from policy.roles import APPROVERS
from tests.desk import address, desk, text_of
from tests.factories import (
    make_approved,
    make_draft,
    make_notice_draft,
    make_policy,
    make_ready,
    make_request,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
    moment,
)
from tests.notices.subscriptions.people import (
    JANE,
    letters,
    link,
    make_subscriber,
    page_of,
)

pytestmark = pytest.mark.django_db
CURIOUS = "curious@example.com"
NEW = "## 1. What we collect\n\nMuch more.\n"


@pytest.fixture
def ann() -> User:
    return make_staff(username="ann")


@pytest.fixture(autouse=True)
def subscribers(terms: Policy) -> None:
    """One for material changes, one for all; three who get nothing."""
    make_subscriber(terms)
    make_subscriber(terms, address=CURIOUS, kind=Kind.EVERY)
    make_subscriber(terms, address="waits@example.com", confirmed=False)
    make_subscriber(make_policy(slug="other"), address="other@example.com")


def recipients(**fields: str) -> list[str]:
    return sorted(letter.recipient for letter in letters(**fields))


def test_a_material_version_is_told_to_all(terms: Policy, ann: User) -> None:
    version = publish(make_ready(terms, source=NEW), by=ann)
    assert recipients() == [CURIOUS, JANE]
    mails = set(Mail.objects.values_list("purpose", "reference"))
    assert mails == {("version", "version terms 2")}
    assert version.number == 2


def test_an_editorial_version_is_told_to_the_curious(terms: Policy, ann: User) -> None:
    publish(make_ready(terms, source=NEW, material=False), by=ann)
    assert recipients() == [CURIOUS]
    (letter,) = letters()
    assert "a new version, meaning unchanged" in letter.subject
    assert "The meaning is unchanged." in letter.text
    assert "First version." in letter.text


def test_an_import_is_told_to_nobody(terms: Policy) -> None:
    make_version(terms, effective="2021-01-01", source=NEW)
    assert not Mail.objects.exists()


def test_the_mail_says_what_changes_and_when_in_the_policys_time_zone(
    terms: Policy, ann: User
) -> None:
    effective = moment("2099-01-01 06:00")
    publish(make_ready(terms, source=NEW, effective_at=effective), by=ann)
    letter = next(each for each in letters() if each.recipient == JANE)
    assert letter.subject == "Terms & Conditions changes on January 1, 2099"
    for text in (letter.text, letter.html):
        for part in (
            "We keep your data for two years instead of one.",
            "Everybody who writes to us.",
            "You can ask us to delete it.",
            "January 1, 2099",
            "http://localhost:8000/terms/compare/1...2/",
            "http://localhost:8000/terms/versions/2/",
        ):
            assert part in text, part
    assert "Terms & Conditions, version 2" in letter.text
    assert "Terms &amp; Conditions, version 2" in letter.html
    assert "<img" not in letter.html
    assert "<style" not in letter.html


def test_the_mail_says_why_it_comes_so_shortly_before(terms: Policy, ann: User) -> None:
    draft = make_ready(terms, source=NEW)
    why = "A <court> order."
    drafting.add_step(draft, StepKind.SHORTER_NOTICE, by=ann, reason=why)
    drafting.approve(draft, by=make_staff())
    publish(draft, by=ann)
    letter = next(each for each in letters() if each.recipient == JANE)
    label = "Why it is announced so shortly before:"
    assert f"{label} {why}" in letter.text
    assert f"<strong>{label}</strong> A &lt;court&gt; order." in letter.html


def test_a_mail_of_long_before_gives_no_such_reason(terms: Policy, ann: User) -> None:
    effective = moment("2099-01-01 06:00")
    draft = make_draft(terms, source=NEW, effective_at=effective)
    make_notice_draft(draft)
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    drafting.approve(draft, by=make_staff())
    publish(draft, by=ann)
    assert len(letters()) == 2
    assert all("so shortly before" not in each.text for each in letters())


def test_each_copy_holds_its_own_links(terms: Policy, ann: User) -> None:
    publish(make_ready(terms, source=NEW), by=ann)
    confirmed = Subscription.objects.confirmed().filter(policy=terms)
    for subscription in confirmed.select_related("subscriber"):
        subscriber = subscription.subscriber
        contact = subscriber.contact()
        (letter,) = [each for each in letters() if each.recipient == contact.address]
        path = page_of(subscriber, "unsubscribe/terms/")
        assert letter.headers == {
            "List-Unsubscribe": f"<http://localhost:8000{path}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        assert link(letter.text, "unsubscribe/terms/") == path
        assert link(letter.text, "") == page_of(subscriber)
        assert letter.html.count(contact.secret) == 2


def test_what_is_written_is_never_markup(terms: Policy, ann: User) -> None:
    draft = make_draft(terms, material=False, change_note='<b>Bold</b> & "quoted"')
    publish(make_approved(draft), by=ann)
    (letter,) = letters()
    assert '<b>Bold</b> & "quoted"' in letter.text
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; &quot;quoted&quot;" in letter.html


def test_a_publication_that_fails_leaves_no_mail(
    terms: Policy, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(version: PolicyVersion) -> None:
        assert Mail.objects.count() == 2
        raise Refused("No.")

    monkeypatch.setattr(publishing, "_steps", [*publishing._steps, refuse])
    with pytest.raises(Refused):
        publish(make_ready(terms, source=NEW), by=ann)
    assert not Mail.objects.exists()


def test_what_no_mail_may_contain_refuses_the_publication(
    terms: Policy, ann: User
) -> None:
    draft = make_ready(terms, source=NEW, material=False, change_note="A\x01 note.")
    with pytest.raises(Refused, match="The e-mail to subscribers cannot be written"):
        publish(draft, by=ann)
    assert terms.versions.published().count() == 1


def test_a_withdrawal_is_told_to_who_was_told(terms: Policy, ann: User) -> None:
    version = make_upcoming(terms, source=NEW)
    for mail in Mail.objects.to(JANE):
        mail.record_sent(timezone.now())
    make_subscriber(terms, address="later@example.com")
    withdraw(version, by=ann, reason="A court <forbade> it.")
    assert recipients() == [JANE]
    (letter,) = letters(purpose="withdrawal", reference="version terms 2")
    assert letter.subject == "Terms & Conditions does not change as announced"
    assert "Reason: A court <forbade> it." in letter.text
    assert "A court &lt;forbade&gt; it." in letter.html
    assert "http://localhost:8000/terms/" in letter.text
    dropped = Mail.objects.get(state=State.DROPPED)
    assert (dropped.purpose, dropped.reference) == ("version", "version terms 2")


def test_who_may_have_been_told_is_told(terms: Policy, ann: User) -> None:
    version = make_upcoming(terms, source=NEW)
    Mail.objects.claim(timezone.now())
    withdraw(version, by=ann, reason="No.")
    assert len(recipients()) == 1
    assert Mail.objects.filter(state=State.DROPPED).count() == 2


def test_a_withdrawal_of_what_nobody_heard_of_is_told_to_nobody(
    terms: Policy, ann: User
) -> None:
    version = make_upcoming(terms, source=NEW, material=False)
    withdraw(version, by=ann, reason="No.")
    assert not letters()
    other = make_upcoming(make_policy(slug="quiet"))
    withdraw(other, by=ann, reason="No.")
    assert not letters()


def test_it_finds_who_was_told_under_a_key_of_before(
    terms: Policy, ann: User, settings: Settings
) -> None:
    old, new = settings.MAIL_KEYS, "a new key " * 6
    version = make_upcoming(terms, source=NEW)
    settings.MAIL_KEYS = [new, *old]
    withdraw(version, by=ann, reason="No.")
    assert not letters()


def test_a_lost_key_keeps_nobody_else_from_being_told(
    terms: Policy, ann: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MAIL_KEYS = ["another key " * 6]
    make_subscriber(terms, address="new@example.com")
    with caplog.at_level(logging.ERROR):
        publish(make_ready(terms, source=NEW), by=ann)
    assert recipients() == ["new@example.com"]
    assert "No key reads the addresses of 2 subscribers." in caplog.messages


@pytest.mark.parametrize(
    ("material", "sentence"),
    [(True, "2 subscribers get an e-mail."), (False, "1 subscriber gets an e-mail.")],
)
def test_the_timeline_foretells_it(
    terms: Policy, material: bool, sentence: str
) -> None:
    draft = make_draft(terms, source=NEW, material=material)
    words = [event.words for event in timeline(draft, timezone.now())]
    assert sentence in words


def test_many_subscribers_cost_few_queries(terms: Policy, ann: User) -> None:
    draft = make_ready(terms, source=NEW)
    with CaptureQueriesContext(connection) as few:
        publish(draft, by=ann)
    for number in range(200):
        make_subscriber(terms, address=f"r{number}@example.com")
    draft = make_ready(terms, source=NEW)
    with CaptureQueriesContext(connection) as many:
        publish(draft, by=ann)
    assert Mail.objects.count() == 2 + 202
    assert len(many) - len(few) < 20


def test_letters_about_what_is_withheld_are_dropped(terms: Policy) -> None:
    version = make_upcoming(terms, source=NEW)
    assert recipients(purpose="version")
    make_withheld(version)
    assert recipients(purpose="version") == []
    states = Mail.objects.filter(purpose="version").values_list("state", flat=True)
    assert set(states) == {State.DROPPED}


def test_the_confirm_page_says_how_many_letters_will_be_dropped(
    terms: Policy,
) -> None:
    version = make_upcoming(terms, source=NEW)
    client = desk(APPROVERS)
    for page in (
        address(version, "withhold"),
        f"/admin/policy/withholdingrequest/{make_request(version).pk}/decide/",
    ):
        said = text_of(client.get(page))
        assert "2 mails about it still wait; they will not be sent." in said
    for mail in Mail.objects.unsent():
        mail.record_sent(timezone.now())
    assert "will not be sent" not in text_of(client.get(address(version, "withhold")))


def test_withdrawing_what_was_withheld_tells_nobody_who_never_heard_of_it(
    terms: Policy, ann: User
) -> None:
    version = make_upcoming(terms, source=NEW)
    for mail in Mail.objects.to(JANE):
        mail.record_sent(timezone.now())
    make_withheld(version)
    withdraw(PolicyVersion.objects.get(pk=version.pk), by=ann, reason="No.")
    assert not letters(purpose="withdrawal")


def test_withdrawing_what_is_redacted_is_told_under_the_policys_title(
    terms: Policy, ann: User
) -> None:
    version = make_upcoming(terms, source=NEW)
    for mail in Mail.objects.unsent():
        mail.record_sent(timezone.now())
    make_withheld(version, covers_storage=True)
    redact(version, by="operator")
    withdraw(PolicyVersion.objects.get(pk=version.pk), by=ann, reason="No.")
    letter = next(iter(letters(purpose="withdrawal")))
    assert letter.subject == "Terms & Conditions does not change as announced"
    assert "[withheld]" not in letter.text + letter.html
    end = NoticeEnd.objects.get(notice__version=version)
    assert end.reason == "Version 2 of Terms & Conditions was withdrawn: No."
