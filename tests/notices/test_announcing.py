"""A material version brings its notice along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from notices.models import Notice, NoticeDraft
from policy import drafting
from policy.desk.timeline import timeline
from policy.models import Policy, PolicyVersion, Status, StepKind
from policy.publishing import publish, withdraw
from policy.refusals import Refused
from policy.roles import EDITORS
from tests.desk import address, desk, draft_fields, text_of, value_of
from tests.factories import (
    make_approved,
    make_draft,
    make_notice_draft,
    make_policy,
    make_ready,
    make_staff,
    make_version,
)

pytestmark = pytest.mark.django_db

OLD = "## 1. Keeping\n\nFor one year.\n\n## 2. Rights\n\nMany.\n"
NEW = "## 1. Keeping\n\nFor two years.\n\n## 2. Rights\n\nMany.\n"
IN_A_MONTH = timedelta(days=31)


@pytest.fixture
def policy() -> Policy:
    policy = make_policy(slug="terms", title="Terms")
    make_version(policy, source=OLD)
    return policy


@pytest.fixture
def ann() -> User:
    return make_staff(username="ann")


def test_publishing_posts_the_notice_in_the_same_transaction(
    policy: Policy, ann: User
) -> None:
    effective = timezone.now() + IN_A_MONTH
    version = publish(make_ready(policy, source=NEW, effective_at=effective), by=ann)
    notice = Notice.objects.with_facts().get()
    assert notice.version == version
    assert notice.summary == "We keep your data for two years instead of one."
    assert notice.shown_from == version.published_at
    assert notice.shown_until == effective + timedelta(days=30)
    assert notice.created_by == ann
    headings = [(part["heading"], part["state"]) for part in notice.sections]
    assert headings == [("1. Keeping", "changed")]
    assert notice.redline_url == "/terms/compare/1...2/"


def test_without_a_notice_nothing_is_published(policy: Policy, ann: User) -> None:
    draft = make_ready(policy, source=NEW)
    NoticeDraft.objects.all().delete()
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    drafting.approve(draft, by=make_staff())
    with pytest.raises(Refused, match="Write the notice"):
        publish(draft, by=ann)
    assert not Notice.objects.exists()
    assert policy.versions.published().count() == 1


@pytest.mark.parametrize("case", ["editorial", "first version", "import"])
def test_who_needs_no_telling_gets_no_notice(
    policy: Policy, ann: User, case: str
) -> None:
    if case == "editorial":
        publish(make_ready(policy, source=NEW, material=False), by=ann)
    elif case == "first version":
        draft = make_approved(make_draft())
        NoticeDraft.objects.all().delete()
        make_approved_again(draft)
        publish(draft, by=ann)
    else:
        make_version(policy, effective="2021-01-01", source=NEW)
    assert not Notice.objects.exists()


def make_approved_again(draft: PolicyVersion) -> None:
    writer = make_staff()
    drafting.save_draft(draft, by=writer)
    drafting.submit(draft, by=writer)
    drafting.approve(draft, by=make_staff())


def test_changing_the_notice_withdraws_the_approval(policy: Policy, ann: User) -> None:
    draft = make_ready(policy, source=NEW)
    NoticeDraft.objects.update(summary="We keep less.")
    drafting.save_draft(draft, by=ann)
    found = PolicyVersion.objects.dated().get(pk=draft.pk)
    assert found.status() == Status.DRAFT
    assert "We keep less." in str(draft.contributions.latest("pk").content)


def test_the_notice_states_why_it_comes_so_late(policy: Policy, ann: User) -> None:
    publish(make_ready(policy, source=NEW), by=ann)
    assert Notice.objects.get().shorter_notice == "A test cannot wait."


def test_withdrawing_the_version_ends_its_notice(policy: Policy, ann: User) -> None:
    draft = make_ready(policy, effective_at=timezone.now() + IN_A_MONTH)
    version = publish(draft, by=ann)
    assert Notice.objects.showing().exists()
    withdraw(version, by=ann, reason="A court forbade it.")
    assert not Notice.objects.showing().exists()
    assert Notice.objects.begun().exists()


def test_what_was_shown_is_never_edited(policy: Policy, ann: User) -> None:
    publish(make_ready(policy, source=NEW), by=ann)
    for field in ("for_whom", "what_to_do", "shorter_notice"):
        with pytest.raises(DatabaseError), transaction.atomic():
            Notice.objects.update(**{field: "Other."})
    with pytest.raises(DatabaseError), transaction.atomic():
        Notice.objects.update(sections=[])


def test_the_timeline_tells_of_the_notice(policy: Policy) -> None:
    draft = make_draft(policy, source=NEW, effective_at=timezone.now() + IN_A_MONTH)
    words = [event.words for event in timeline(draft, timezone.now())]
    assert "Its notice stands at the top of every page." in words
    assert any("no longer on top" in sentence for sentence in words)


def test_an_editor_writes_the_notice_with_the_draft(policy: Policy) -> None:
    client = desk(EDITORS, username="ann")
    draft = make_draft(policy, source=NEW)
    page = client.get(address(draft))
    assert "Notice of this version" in text_of(page)
    prefix = "notice_draft"
    fields = draft_fields(seen=value_of(page, "seen"), source=NEW) | {
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-0-version": str(draft.pk),
        f"{prefix}-0-summary": "We keep more.",
        f"{prefix}-0-for_whom": "All.",
        f"{prefix}-0-what_to_do": "Ask us.",
    }
    assert client.post(address(draft), fields).status_code == 302
    assert NoticeDraft.objects.get().summary == "We keep more."
    draft.refresh_from_db()
    assert draft.fingerprint == drafting.fingerprint(draft)
    fields[f"{prefix}-0-what_to_do"] = ""
    bad = client.post(address(draft), fields | {"seen": draft.fingerprint})
    assert bad.status_code == 200
    assert "We keep more." in bad.content.decode()


def test_a_visitor_reads_the_whole_notice(
    client: Client, policy: Policy, ann: User
) -> None:
    effective = timezone.now() + IN_A_MONTH
    draft = make_draft(policy, source=NEW, effective_at=effective)
    make_notice_draft(draft)
    drafting.save_draft(draft, by=ann)
    drafting.add_step(draft, StepKind.SHORTER_NOTICE, by=ann, reason="A court order.")
    drafting.submit(draft, by=ann)
    drafting.approve(draft, by=make_staff())
    publish(draft, by=ann)
    text = text_of(client.get("/notices/1/"))
    for part in (
        "We keep your data for two years instead of one.",
        "Everybody who writes to us.",
        "You can ask us to delete it.",
        "1. Keeping",
        "See what changed",
        "A court order.",
    ):
        assert part in text, part
    home = client.get("/").content.decode()
    assert "We keep your data for two years instead of one." in home
    assert "/terms/compare/1...2/" in home
