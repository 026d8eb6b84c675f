"""redact_version --contains: the passage goes from the saves of other drafts too."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.utils import timezone

from policy import drafting
from policy.evidence import version_evidence
from policy.models import (
    Contribution,
    Destruction,
    DraftStep,
    PolicyVersion,
    Redaction,
)
from policy.refusals import Refused
from policy.roles import APPROVERS, AUDITORS
from tests.attacks import refused
from tests.desk import address, desk
from tests.factories import make_draft, make_policy, make_staff, make_upcoming
from tests.policy.test_redact_version import (
    MARK,
    SOURCE,
    covered,
    data_dir,
    marked,
    run,
    uncleaned,
)
from tests.tampering import verdict

__all__ = ["data_dir", "marked", "uncleaned"]

PASSAGE = f"Of {MARK} text"
SPACED = f"of  {MARK.upper()}\n text"
CLEAN = "## 1. Another head\n\nNothing of it.\n"


@pytest.fixture
def ann(db: None) -> User:
    return make_staff(username="ann")


@pytest.fixture
def third(marked: PolicyVersion, ann: User) -> PolicyVersion:
    """A published version whose draft began from the withheld text."""
    draft = make_draft(marked.policy, source=SOURCE)
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    draft.delete()
    draft = make_draft(marked.policy, source=SOURCE)
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    draft.delete()
    version = make_upcoming(marked.policy, days=60, source=CLEAN)
    return version


def saved() -> str:
    rows = [*Contribution.objects.values(), *DraftStep.objects.values()]
    return str(rows)


def dated(version: PolicyVersion) -> PolicyVersion:
    return PolicyVersion.objects.dated().with_dates().get(pk=version.pk)


def open_draft(policy_version: PolicyVersion, ann: User) -> PolicyVersion:
    draft = make_draft(policy_version.policy, source=SOURCE)
    drafting.save_draft(draft, by=ann)
    return draft


@pytest.mark.usefixtures("uncleaned")
def test_the_passage_goes_from_discarded_and_open_drafts(
    third: PolicyVersion, marked: PolicyVersion, ann: User
) -> None:
    draft = open_draft(marked, ann)
    covered(marked)
    run("terms", "2", yes=True)
    assert MARK in saved()
    said = run("terms", "2", contains=[SPACED, f"{MARK}-head"], yes=True)
    assert MARK not in saved()
    assert "Saves of other drafts that were destroyed: 3." in said
    assert f"{draft} holds the passage: it has to be changed at the desk." in said
    draft.refresh_from_db()
    assert draft.source == SOURCE
    save = draft.contributions.get()
    assert (save.content, save.by_name, save.fingerprint) == (
        {},
        "ann",
        draft.fingerprint,
    )
    assert third.contributions.get().content["source"] == CLEAN
    assert "Consistent." in verdict("verify_policies")
    assert "destroyed: 3." in run("terms", "2", contains=[PASSAGE], yes=True)


@pytest.mark.usefixtures("uncleaned")
def test_versions_that_hold_it_are_named_and_stay(
    marked: PolicyVersion, ann: User
) -> None:
    version = make_upcoming(marked.policy, days=60, source=SOURCE)
    covered(marked)
    said = run("terms", "2", contains=[PASSAGE], yes=True)
    assert f"{version} holds the passage: it has to be withheld itself." in said
    version.refresh_from_db()
    assert version.source == SOURCE
    assert version.contributions.get().content == {}
    text = version_evidence(dated(version), timezone.now())
    assert "What it said was destroyed." in text
    assert "was destroyed where it was kept" in text
    assert "NOT what was decided about" not in text


@pytest.mark.usefixtures("uncleaned")
def test_without_a_passage_it_says_how_many_saves_may_hold_it(
    third: PolicyVersion, marked: PolicyVersion
) -> None:
    covered(marked)
    said = run("terms", "2", yes=True)
    assert "other drafts were saved 3 times; they may hold the passage" in said
    assert MARK in saved()


@pytest.mark.usefixtures("uncleaned")
def test_the_saves_of_another_policy_stay(marked: PolicyVersion, ann: User) -> None:
    draft = make_draft(make_policy(slug="other"), source=SOURCE)
    drafting.save_draft(draft, by=ann)
    covered(marked)
    run("terms", "2", contains=[PASSAGE], yes=True)
    assert MARK in str(draft.contributions.get().content)
    with refused("A redaction destroys only what was kept of drafts of the same"):
        Destruction.objects.create(
            contribution=draft.contributions.get(),
            redaction=Redaction.objects.get(),
            destroyed_by="op",
        )


@pytest.mark.parametrize("passage", ["", " \n"])
def test_it_refuses_an_empty_passage(marked: PolicyVersion, passage: str) -> None:
    covered(marked)
    with pytest.raises(CommandError, match="After --contains stands a passage"):
        run("terms", "2", contains=[passage], yes=True)
    assert not Redaction.objects.exists()


def test_it_refuses_where_no_order_covers_storage(
    third: PolicyVersion, marked: PolicyVersion
) -> None:
    with pytest.raises(CommandError, match="not withheld by an order that covers"):
        run("terms", "2", contains=[PASSAGE], yes=True)
    assert not Destruction.objects.exists()


# --- What the database allows ---


def test_no_save_is_emptied_without_a_record(marked: PolicyVersion, ann: User) -> None:
    draft = open_draft(marked, ann)
    drafting.submit(draft, by=ann)
    covered(marked)
    redaction = Redaction.objects.create(version=marked, redacted_by="op")
    with refused("A contribution is never changed."):
        draft.contributions.update(content={})
    with refused("A step of a draft is never changed."):
        draft.steps.update(findings=[])
    row = Destruction.objects.create(
        contribution=draft.contributions.get(), redaction=redaction, destroyed_by="op"
    )
    with refused("A contribution is never changed."):
        draft.contributions.update(content={"source": "Other."})
    with refused("A contribution is never changed."):
        draft.contributions.update(content={}, by_name="nobody")
    with refused("A destruction is never changed."):
        Destruction.objects.update(destroyed_by="nobody")
    with refused("A destruction is never deleted."):
        Destruction.objects.filter(pk=row.pk)._raw_delete("default")
    draft.contributions.update(content={})
    with refused("A step of a draft is never changed."):
        draft.steps.update(findings=[])
    Destruction.objects.create(
        step=draft.steps.get(), redaction=redaction, destroyed_by="op"
    )
    with refused("A step of a draft is never changed."):
        draft.steps.update(findings=[], by_name="nobody")
    draft.steps.update(findings=[])


# --- The open draft afterwards ---


@pytest.mark.usefixtures("uncleaned")
def test_a_draft_that_holds_it_has_to_be_changed_before_review(
    marked: PolicyVersion, ann: User
) -> None:
    draft = open_draft(marked, ann)
    covered(marked)
    run("terms", "2", contains=[PASSAGE], yes=True)
    with pytest.raises(Refused, match="Take the passage out and save it"):
        drafting.submit(draft, by=ann)
    draft.source = CLEAN
    drafting.save_draft(draft, by=ann)
    drafting.submit(draft, by=ann)
    text = version_evidence(dated(draft), timezone.now())
    assert "the save before it was destroyed" in text


@pytest.mark.usefixtures("uncleaned")
def test_putting_it_back_keeps_who_did_and_not_the_words(
    marked: PolicyVersion, ann: User
) -> None:
    draft = open_draft(marked, ann)
    covered(marked)
    run("terms", "2", contains=[PASSAGE], yes=True)
    bob = make_staff(username="bob")
    for source in (CLEAN, SOURCE):
        draft.source = source
        drafting.save_draft(draft, by=bob)
    last = draft.contributions.order_by("pk").last()
    assert last is not None and (last.by_name, last.content) == ("bob", {})
    assert MARK not in saved()


# --- Evidence, before anything is destroyed ---


@pytest.mark.parametrize(("group", "tells"), [(AUDITORS, False), (APPROVERS, True)])
def test_how_drafts_changed_is_for_who_may_withhold(
    third: PolicyVersion, marked: PolicyVersion, group: str, tells: bool
) -> None:
    client = desk(group)
    sentence = "How the draft changed is left out"
    page = client.get(address(third, "evidence")).content.decode()
    assert sentence not in page and "Save 1" in page
    covered(marked)
    page = client.get(address(third, "evidence")).content.decode()
    assert (sentence in page) != tells
    assert ("Save 1" in page) == tells
