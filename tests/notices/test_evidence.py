"""What can be shown of a notice: one text for the command, the page and the file."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from notices.ending import end_early, supersede
from notices.evidence import evidence, mails_by_state
from notices.models import Notice, ShownCount
from notices.subscriptions.mails import PURPOSE_VERSION, reference
from notices.triggers import TRIGGERS
from outbox.models import State
from outbox.queueing import queue
from policy.models import PolicyVersion
from policy.publishing import publish
from policy.redacting import redact
from policy.roles import AUDITORS
from tests.desk import desk
from tests.factories import (
    make_notice,
    make_policy,
    make_ready,
    make_staff,
    make_version,
    make_withheld,
)
from tests.html import elements
from tests.tampering import drop_triggers

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PROOF = "This shows what the site offered, not that a given person read it."


@pytest.fixture
def version() -> PolicyVersion:
    """A material version that was announced."""
    policy = make_policy(slug="terms", title="Terms")
    make_version(policy, source="## Keeping\n\nOne year.\n")
    draft = make_ready(policy, source="## Keeping\n\nTwo years.\n")
    return publish(draft, by=make_staff(username="ann"))


def printed(number: int = 1) -> str:
    out = StringIO()
    call_command("notice_evidence", str(number), stdout=out)
    return out.getvalue()


def text(number: int = 1) -> str:
    return evidence(Notice.objects.with_facts().get(number=number))


def mail(version: PolicyVersion, purpose: str = PURPOSE_VERSION) -> Any:
    return queue(
        purpose,
        reference(version),
        recipient="visitor@example.com",
        subject="It changes",
        text="It changes.",
    )


def test_it_holds_the_exact_text_the_hash_and_the_version(
    version: PolicyVersion,
) -> None:
    notice = Notice.objects.get()
    for part in (
        "Notice 1 of Centene Corporation",
        "http://localhost:8000/notices/1/",
        notice.digest,
        "The text below has this hash.",
        notice.summary,
        "For whom: Everybody who writes to us.",
        "What you can do: You can ask us to delete it.",
        "Why it is announced so shortly before: A test cannot wait.",
        "* Keeping (changed)",
        "http://localhost:8000/terms/compare/1...2/",
        version.digest,
        "It shows now.",
        PROOF,
    ):
        assert part in text(), part


def test_the_hash_can_be_computed_from_what_is_printed(version: PolicyVersion) -> None:
    line = text().splitlines()[-1]
    digest = hashlib.sha256(line.encode()).hexdigest()
    assert digest == Notice.objects.get().digest


def test_it_says_from_when_until_when_and_how_it_ended() -> None:
    begin = datetime(2026, 3, 1, 12, tzinfo=UTC)
    make_notice(shown_from=begin, shown_until=begin + 9 * DAY)
    assert "Shown from: March 1, 2026, 6 a.m. CST (2026-03-01T12:00:00" in text()
    assert "Planned until: March 10, 2026, 7 a.m. CDT" in text()
    assert "It ended as planned." in text()
    make_notice(shown_from=timezone.now() + DAY)
    assert "It does not show yet." in text(2)
    ended, superseded = make_notice(), make_notice()
    end_early(ended, by=make_staff(username="ann"), reason="A mistake.")
    assert ", by ann\nReason: A mistake." in text(3)
    new = Notice(summary="New.", shown_until=timezone.now() + DAY)
    supersede(superseded, new, by=make_staff(username="eve"))
    assert "Superseded by notice 5: " in text(4)
    assert "Reason" not in text(4)


def test_figures_are_at_least_so_many() -> None:
    make_notice()
    assert "Shown: at least 0 views\nNothing was counted." in text()
    for day, count in ((2, 5), (1, 1000), (3, 1)):
        ShownCount.objects.create(number=1, day=date(2026, 3, day), count=count)
    ShownCount.objects.create(number=2, day=date(2026, 3, 1), count=7)
    assert (
        "Shown: at least 1006 views\nBy day (UTC), at least:\n"
        "  2026-03-01  1000\n  2026-03-02  5\n  2026-03-03  1\n"
    ) in text()


def test_mails_about_its_version_are_counted_by_state(version: PolicyVersion) -> None:
    assert mails_by_state(version) == dict.fromkeys(State, 0)
    for _ in range(2):
        mail(version)
    mail(version, "something-else")
    mail(version).record_sent(timezone.now())
    assert "Mails about its version: 3\n  waiting: 2\n  sent: 1\n  refused: 0" in text()
    assert "visitor@example.com" not in text()


def test_a_notice_without_a_version_has_no_mails() -> None:
    make_notice()
    assert "Mails: none, because it is about no version." in text()


def test_command_page_and_file_say_the_same(version: PolicyVersion) -> None:
    notice = Notice.objects.get()
    client = desk(AUDITORS)
    page = client.get(f"/admin/notices/notice/{notice.pk}/evidence/")
    (shown,) = elements(page.content.decode(), "pre")
    file = client.get(f"/admin/notices/notice/{notice.pk}/evidence.txt")
    assert file.headers["Content-Disposition"] == 'attachment; filename="notice-1.txt"'
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert file.headers["Cache-Control"].startswith("private, no-store")
    assert printed() == file.content.decode() == unescape(shown.text) == text()


def test_a_missing_number_is_said_in_a_sentence() -> None:
    with pytest.raises(CommandError, match="^There is no notice 7.$"):
        printed(7)


def test_what_was_altered_past_the_triggers_is_found() -> None:
    make_notice()
    drop_triggers(TRIGGERS)
    Notice.objects.update(summary="Other words.")
    assert "THE TEXT BELOW DOES NOT HAVE THIS HASH" in text()
    with pytest.raises(CommandError, match="does not say what its hash covers"):
        printed()


def test_sections_that_were_destroyed_by_order_are_no_fault(
    version: PolicyVersion,
) -> None:
    make_withheld(version, covers_storage=True)
    redact(version, by="operator")
    assert "were destroyed by order" in printed()
    drop_triggers(TRIGGERS)
    Notice.objects.update(sections=[{"heading": "X", "place": "x", "state": "added"}])
    with pytest.raises(CommandError, match="does not say what its hash covers"):
        printed()
