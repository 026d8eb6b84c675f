"""Every statement around the second person is tried on the database: it refuses all.

Past the desk and past our models, on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone

from policy import drafting
from policy.models import Contribution, DraftStep, Origin, PolicyVersion
from policy.refusals import Refused
from tests.attacks import execute
from tests.factories import make_draft, make_policy, make_staff, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return make_staff(username="ann", is_superuser=True)


@pytest.fixture
def draft(ann: User) -> PolicyVersion:
    """What Ann wrote to follow version 1, and sent to review."""
    policy = make_policy(title="Terms")
    make_version(policy, source="We may share it.")
    later = timezone.now() + timedelta(days=40)
    draft = make_draft(policy, source="We will share it.", effective_at=later)
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    return draft


def nothing_is_published() -> bool:
    return not PolicyVersion.objects.published().filter(number=2).exists()


def sql_publish(draft: PolicyVersion, **fields: object) -> None:
    """Publish past every rule of ours but the database's own."""
    first = draft.policy.versions.get(number=1)
    defaults: dict[str, object] = {
        "number": 2,
        "title": draft.policy.title,
        "company": draft.policy.company,
        "html": "<p>Many.</p>",
        "published_at": timezone.now(),
        "published_by_name": "ann",
        "previous_digest": first.digest,
        "digest": "0" * 64,
    }
    PolicyVersion.objects.filter(pk=draft.pk).update(**defaults | fields)


def approve_and_publish(draft: PolicyVersion, **fields: object) -> None:
    """Something else than another person approved."""
    drafting.approve(draft, by=make_staff())
    sql_publish(draft, **fields)


def sql_step(draft: PolicyVersion, person: User, kind: str, content: str = "") -> None:
    row = DraftStep(version=draft, kind=kind, by=person, by_name="x", reason="x")
    row.fingerprint = content or draft.fingerprint
    DraftStep.objects.bulk_create([row])


def sql_contribution(
    draft: PolicyVersion, person: User | None, content: object, fingerprint: str
) -> None:
    row = Contribution(version=draft, by=person, by_name="x")
    row.content, row.fingerprint = content, fingerprint
    Contribution.objects.bulk_create([row])


def add_and_publish(draft: PolicyVersion, ann: User, kind: str) -> None:
    """Another person approved it without that."""
    drafting.approve(draft, by=make_staff())
    sql_step(draft, ann, kind)
    sql_publish(draft)


def exchange(draft: PolicyVersion, **fields: object) -> None:
    """Other words under an approved fingerprint, in two strokes, and out with them."""
    drafting.approve(draft, by=make_staff())
    rows = PolicyVersion.objects.filter(pk=draft.pk)
    rows.update(fingerprint="x", **fields)
    rows.update(fingerprint=draft.fingerprint)
    sql_publish(draft)


def take_the_key(draft: PolicyVersion, ann: User) -> None:
    """Another text at the place of an approved draft that was discarded."""
    drafting.approve(draft, by=make_staff())
    policy, pk, fingerprint = draft.policy, draft.pk, draft.fingerprint
    PolicyVersion.objects.filter(pk=pk).delete()
    other = make_draft(policy, pk=pk, source="Mine.", fingerprint=fingerprint)
    other.effective_at = timezone.now() + timedelta(days=1)
    sql_publish(other, effective_at=other.effective_at)


def approve_what_nobody_wrote(draft: PolicyVersion, ann: User) -> None:
    PolicyVersion.objects.filter(pk=draft.pk).update(fingerprint="x", source="Mine.")
    draft.fingerprint = "x"
    sql_step(draft, ann, "submitted")
    sql_step(draft, make_staff(), "approved")


def rewrite_what_was_kept(draft: PolicyVersion, ann: User) -> None:
    content = drafting.content_of(draft) | {"source": "Mine."}
    sql_contribution(draft, ann, content, draft.fingerprint)


STATEMENTS: dict[str, Callable[[PolicyVersion, User], object]] = {
    "publish unapproved": lambda draft, ann: sql_publish(draft),
    "publish as an import": lambda draft, ann: sql_publish(draft, origin="import"),
    "publish other words": lambda draft, ann: approve_and_publish(
        draft, source="Other words."
    ),
    "publish under another title": lambda draft, ann: approve_and_publish(
        draft, title="Other terms"
    ),
    "exchange the words and back": lambda draft, ann: exchange(draft, source="Mine."),
    "exchange the note and back": lambda draft, ann: exchange(draft, change_note="Me."),
    "exchange the answer and back": lambda draft, ann: exchange(draft, material=False),
    "exchange the reasons and back": lambda draft, ann: exchange(draft, reasons=[]),
    "exchange the date and back": lambda draft, ann: exchange(
        draft, effective_at=timezone.now() + timedelta(days=1)
    ),
    "take the key of an approved draft": take_the_key,
    "allow a shorter notice of what is approved": lambda draft, ann: add_and_publish(
        draft, ann, "shorter notice"
    ),
    "record an answer beside what is approved": lambda draft, ann: add_and_publish(
        draft, ann, "counsel"
    ),
    "move to another policy": lambda draft, ann: PolicyVersion.objects.filter(
        pk=draft.pk
    ).update(policy=make_policy()),
    "approve own words": lambda draft, ann: sql_step(draft, ann, "approved"),
    "approve something else": lambda draft, ann: sql_step(
        draft, make_staff(), "approved", "f" * 64
    ),
    "approve what nobody wrote": approve_what_nobody_wrote,
    "contribute as nobody": lambda draft, ann: sql_contribution(draft, None, {}, "x"),
    "rewrite what was kept": rewrite_what_was_kept,
    "become an import": lambda draft, ann: PolicyVersion.objects.filter(
        pk=draft.pk
    ).update(origin=Origin.IMPORT),
    "change the words alone": lambda draft, ann: PolicyVersion.objects.filter(
        pk=draft.pk
    ).update(source="Other words."),
    "change the date alone": lambda draft, ann: PolicyVersion.objects.filter(
        pk=draft.pk
    ).update(effective_at=timezone.now()),
    "erase contributions": lambda draft, ann: Contribution.objects.all().delete(),
    "erase contributions by hand": lambda draft, ann: execute(
        "DELETE FROM policy_contribution"
    ),
    "give contributions away": lambda draft, ann: Contribution.objects.update(
        by=make_staff()
    ),
    "rewrite a step": lambda draft, ann: DraftStep.objects.update(kind="approved"),
    "erase a step": lambda draft, ann: DraftStep.objects.all().delete(),
    "confirm without an emergency": lambda draft, ann: sql_step(
        draft, make_staff(), "confirmed"
    ),
}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to(
    draft: PolicyVersion, ann: User, statement: str
) -> None:
    with pytest.raises((DatabaseError, Refused)), transaction.atomic():
        STATEMENTS[statement](draft, ann)
    assert nothing_is_published()
    assert not drafting.is_approved(draft)


def test_a_statement_publishes_what_two_people_stand_behind(
    draft: PolicyVersion,
) -> None:
    drafting.approve(draft, by=make_staff())
    sql_publish(draft)
    assert not nothing_is_published()


def test_nobody_contributes_to_what_is_published(
    draft: PolicyVersion, ann: User
) -> None:
    drafting.approve(draft, by=make_staff())
    sql_publish(draft)
    with pytest.raises(DatabaseError, match="to an open draft"), transaction.atomic():
        sql_contribution(draft, ann, {}, "x")
