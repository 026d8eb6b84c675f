"""All that the site can show about a version, as one text for counsel."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from outbox.queueing import queue
from policy import drafting
from policy.models import PolicyVersion, Review, StepKind
from policy.publishing import publish, publish_in_emergency, withdraw
from policy.triggers import TRIGGERS
from tests.desk import GROUPS, address, desk, superuser
from tests.factories import (
    make_draft,
    make_notice_draft,
    make_policy,
    make_staff,
    make_upcoming,
    make_version,
)
from tests.tampering import drop_triggers

pytestmark = pytest.mark.django_db


def evidence(*arguments: str) -> str:
    out = StringIO()
    call_command("version_evidence", *arguments, stdout=out)
    return out.getvalue()


def plain(text: str) -> str:
    """With single spaces: where lines break is no matter."""
    return " ".join(text.split())


def part(text: str, title: str) -> str:
    """What stands under a heading."""
    body = re.split(rf"\n\d+\. {re.escape(title)}\n-+\n", text)[1]
    return plain(re.split(r"\n\n\n\d+\. ", body)[0])


@pytest.fixture
def whole() -> PolicyVersion:
    """Version 2 with everything that can befall one before its moment."""
    policy = make_policy(slug="terms", title="Terms")
    make_version(policy, source="## 1. Data\n\nWe may share it.\n")
    ann, bob = make_staff(username="ann"), make_staff(username="bob")
    draft = make_draft(
        policy,
        source="## 1. Data\n\nWe will share it.\n",
        reasons=["new purpose"],
        reason="A new partner.",
        effective_at=timezone.now() + timedelta(days=9),
    )
    make_notice_draft(draft)
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    drafting.reject(draft, by=bob, reason="With whom?")
    draft.source = "## 1. Data\n\nWe will share it with Acme.\n"
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    drafting.add_step(draft, StepKind.COUNSEL, by=ann, reason="Ask for consent.")
    drafting.add_step(draft, StepKind.SHORTER_NOTICE, by=bob, reason="A court order.")
    drafting.approve(draft, by=bob)
    version = publish(draft, by=make_staff(username="eve"))
    assert version.published_at is not None
    Review.objects.create(
        version=version,
        reviewed_by=ann,
        reviewed_by_name="ann",
        note="All of it.",
        reviewed_at=version.published_at + timedelta(hours=1),
    )
    withdraw(version, by=bob, reason="Acme left.")
    return PolicyVersion.objects.dated().get(pk=version.pk)


def test_its_contents_name_every_part(whole: PolicyVersion) -> None:
    text = evidence("terms", "2")
    contents = re.findall(r"^ +(\d+)\. (.+)$", text, re.MULTILINE)
    headings = re.findall(r"^(\d+)\. (.+)\n-+$", text, re.MULTILINE)
    assert contents == headings
    assert len(headings) == 13
    assert max(len(line) for line in text.splitlines()) <= 100


def test_it_says_what_it_is_about_in_both_times(whole: PolicyVersion) -> None:
    about = part(evidence("terms", "2"), "What this is about")
    assert "Policy: Terms (terms)" in about
    assert "Status now: Withdrawn" in about
    published = whole.published_at
    assert published is not None
    assert f"Published: {published:%Y-%m-%d %H:%M:%S} UTC (" in about
    assert re.search(r"\(\w+ \d+, \d{4}, \d+:\d\d:\d\d [ap]\.m\. C[SD]T\)", about)
    assert "/terms/versions/2/" in about


def test_it_tells_who_wrote_what_word_for_word(whole: PolicyVersion) -> None:
    written = part(evidence("terms", "2"), "Who wrote the draft, and how it changed")
    first, second = written.split("Save 2")
    assert "By: ann" in first
    assert "“may” became “will”" in first
    assert "reasons: new purpose" in first
    assert "summary: We keep your data for two years instead of one." in first
    assert "with Acme" in second
    assert "change note" not in second
    for contribution in whole.contributions.all():
        assert contribution.fingerprint in written
    assert "Attention" not in written


def test_it_tells_every_decision_and_what_the_checks_had_found(
    whole: PolicyVersion,
) -> None:
    text = evidence("terms", "2")
    decided = part(text, "What was decided, by whom, and what the checks had found")
    steps = decided.split("Step ")
    assert [step.split(" By:")[0] for step in steps[1:]] == [
        "1: sent to review",
        "2: rejected",
        "3: sent to review",
        "4: counsel answered",
        "5: shorter notice allowed",
        "6: approved",
    ]
    assert "| With whom?" in steps[2]
    assert "not what the draft or version says in the end" in steps[2]
    assert "not what the draft" not in steps[6]
    assert "warning: The telephone number" in steps[6]
    people = part(text, "Who contributed, who approved, who published")
    for words in (
        "Contributors: ann",
        "Approved this content: bob",
        "Published: eve",
        "another than all contributors",
        "what was decided about, word for word",
    ):
        assert words in people, words
    exceptions = part(text, "Counsel, shorter notice, emergency")
    assert "| Ask for consent." in exceptions
    assert "| A court order." in exceptions
    assert "emergency: none recorded" in exceptions


def test_it_tells_the_answers_the_notice_and_the_end(whole: PolicyVersion) -> None:
    text = evidence("terms", "2")
    answers = part(text, "What was answered, and what readers were told of it")
    assert "Answer: Yes: material" in answers
    assert "Ticked: a new purpose" in answers
    assert "| A new partner." in answers
    notice = part(text, "Notices")
    assert "| We keep your data for two years instead of one." in notice
    assert "| A court order." in notice
    assert "1. Data (changed)" in notice
    assert "| Acme left." in part(text, "Withdrawal")
    reviews = part(text, "Reviews")
    assert "ann, " in reviews
    assert "| All of it." in reviews


def test_it_counts_mails_by_what_became_of_them(whole: PolicyVersion) -> None:
    assert "All: 0" in part(evidence("terms", "2"), "Mails")
    for number in range(3):
        queue(
            "version",
            "version terms 2",
            recipient=f"reader{number}@example.org",
            subject="The terms change",
            text="They do.",
        )
    mails = part(evidence("terms", "2"), "Mails")
    assert "All: 3" in mails
    assert "Waiting: 3" in mails
    assert "Sent: 0" in mails
    assert "example.org" not in evidence("terms", "2")


def test_it_says_that_the_hashes_hold(whole: PolicyVersion) -> None:
    hashes = part(evidence("terms", "2"), "Hashes, and whether they hold")
    assert f"Hash: {whole.digest} Computed now: {whole.digest}" in hashes
    assert whole.previous_digest in hashes
    assert "HTML is what the text gives: yes" in hashes
    assert "They hold:" in hashes


def test_it_says_what_does_not_hold(whole: PolicyVersion) -> None:
    drop_triggers(TRIGGERS)
    PolicyVersion.objects.filter(number=2).update(source="Never said.")
    text = evidence("terms", "2")
    hashes = part(text, "Hashes, and whether they hold")
    assert "terms, version 2: its content does not match its hash." in hashes
    assert "does not stand." in hashes
    assert "HTML is what the text gives: no" in hashes
    people = part(text, "Who contributed, who approved, who published")
    assert "NOT what was decided about" in people


def test_an_emergency_and_its_confirmation() -> None:
    draft = make_draft(make_policy(slug="terms"))
    drafting.save_draft(draft, by=make_staff(username="ann"))
    ann = make_staff(username="pat")
    version = publish_in_emergency(draft, by=ann, reason="A leak.")
    title = "Counsel, shorter notice, emergency"
    found = part(evidence("terms", "1"), title)
    assert "| A leak." in found
    assert "waits for another person" in found
    drafting.confirm_emergency(version, by=make_staff(username="bob"))
    found = part(evidence("terms", "1"), title)
    assert "Confirmed by another person: bob" in found
    assert "waits for another person" not in found


def test_words_of_people_look_like_nothing_of_ours() -> None:
    forged = "Fine.\n\n\n9. Withdrawal\n-------------\n\nIt holds."
    draft = make_draft(make_policy(slug="terms"), reason=forged, source=f"a\n{forged}")
    drafting.save_draft(draft, by=make_staff())
    text = evidence("terms", "draft")
    assert text.count("  | 9. Withdrawal\n") == 2


def test_a_draft_has_evidence_before_it_has_a_number() -> None:
    draft = make_draft(make_policy(slug="terms", title="Terms"))
    drafting.save_draft(draft, by=make_staff(username="ann"))
    text = evidence("terms", "draft")
    assert "EVIDENCE: Terms, draft" in text
    assert "A draft stands in no chain." in text
    assert "Is that what it says now: yes" in plain(text)
    assert "By: ann" in plain(text)


def test_an_import_says_that_nobody_wrote_it_here() -> None:
    make_version(make_policy(slug="terms"))
    text = plain(evidence("terms", "1"))
    assert "imported; this site did not witness its publication" in text
    assert "nobody wrote it at this desk" in text
    assert "An import has no contributors and needs no approval." in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nothing", "1"), "There is no policy “nothing”. There are: terms."),
        (("terms", "3"), "“terms” has no version “3”. The newest is 2."),
        (("terms", "0"), "has no version “0”"),
        (("terms", "-1"), "has no version “-1”"),
        (("terms", "²"), "has no version “²”"),
        (("terms", "9" * 40), "The newest is 2."),
        (("terms", "two"), "has no version “two”"),
        (("terms", "draft"), "“terms” has no open draft."),
        (("terms", "2", "--output", "/nowhere/at/all"), "cannot be written"),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(
    arguments: tuple[str, ...], sentence: str
) -> None:
    make_upcoming(make_version(make_policy(slug="terms")).policy)
    with pytest.raises(CommandError, match=re.escape(sentence)) as error:
        if arguments[1].startswith("-"):
            arguments = (arguments[0], "--", *arguments[1:])
        evidence(*arguments)
    assert error.value.returncode == 1


def test_it_is_written_to_a_file(whole: PolicyVersion, tmp_path: Path) -> None:
    file = tmp_path / "evidence.txt"
    assert evidence("terms", "2", "--output", str(file)) == f"Written to {file}.\n"
    assert "EVIDENCE: Terms, version 2" in file.read_text(encoding="utf-8")


# --- From the page of a version ---


@pytest.mark.parametrize("group", GROUPS)
def test_who_may_view_a_version_may_have_its_evidence(
    whole: PolicyVersion, group: str
) -> None:
    client = desk(group)
    assert address(whole, "evidence") in client.get(address(whole)).content.decode()
    answer = client.get(address(whole, "evidence"))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    name = 'attachment; filename="evidence-terms-2.txt"'
    assert answer.headers["Content-Disposition"] == name
    assert "no-store" in answer.headers["Cache-Control"]
    assert "EVIDENCE: Terms, version 2" in answer.content.decode()


def test_nobody_else_may(client: Client, whole: PolicyVersion) -> None:
    assert client.get(address(whole, "evidence")).status_code == 302
    assert desk().get(address(whole, "evidence")).status_code == 403


def test_it_is_read_only_and_of_what_is_there(whole: PolicyVersion) -> None:
    assert superuser().post(address(whole, "evidence")).status_code == 405
    missing = address(whole, "evidence").replace(str(whole.pk), "99999")
    assert superuser().get(missing).status_code == 404


MAKERS: dict[str, Callable[[], Any]] = {
    "draft": lambda: make_draft(),
    "import": lambda: make_version(),
    "long ago": lambda: make_version(effective="0999-01-01"),
}


@pytest.mark.parametrize("made", MAKERS)
def test_whatever_little_there_is_makes_a_text(made: str) -> None:
    answer = superuser().get(address(MAKERS[made](), "evidence"))
    assert answer.status_code == 200
