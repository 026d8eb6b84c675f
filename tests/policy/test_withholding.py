"""Withholding: one person asks, another confirms; nothing takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from policy import archive, withholding
from policy.models import (
    Ground,
    PolicyVersion,
    RequestState,
    Status,
    StoredRedline,
    Withholding,
    WithholdingDecline,
    WithholdingRequest,
)
from policy.redlines import make, store
from policy.refusals import Refused
from tests.attacks import refused
from tests.factories import (
    make_draft,
    make_policy,
    make_request,
    make_staff,
    make_upcoming,
    make_version,
    make_withheld,
)

pytestmark = pytest.mark.django_db

SECOND_PERSON = "Who asked to withhold a version cannot confirm it"
DECIDED = "This request was confirmed or declined already."


@pytest.fixture(autouse=True)
def data_dir(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def fresh(version: PolicyVersion) -> PolicyVersion:
    return PolicyVersion.objects.dated().get(pk=version.pk)


def test_asking_alone_withholds_nothing() -> None:
    asked = make_request(reason="  It named a person. ")
    assert asked.reason == "It named a person."
    assert asked.state == RequestState.OPEN
    assert not fresh(asked.version).is_withheld


def test_another_person_confirms_it_and_both_are_kept() -> None:
    asker, second = make_staff(username="ann"), make_staff(username="bo")
    asked = make_request(by=asker, ground=Ground.LEGAL_ORDER)
    done = withholding.confirm(asked, by=second)
    assert (asked.asked_by_name, done.withheld_by_name) == ("ann", "bo")
    version = fresh(asked.version)
    assert version.withheld is not None
    assert version.withheld.at == done.withheld_at
    assert version.withheld.ground == Ground.LEGAL_ORDER
    assert version.withheld.reason == "It named a person."


def test_it_keeps_its_place_in_time() -> None:
    policy = make_policy()
    first = make_version(policy, effective="2018-01-01")
    second = make_version(policy, effective="2019-01-01")
    make_withheld(first)
    done = make_withheld(second)
    assert policy.versions.in_force().get() == second
    assert fresh(second).status() == Status.WITHHELD
    assert fresh(second).place_in_time() == Status.IN_FORCE
    assert fresh(first).place_in_time() == Status.SUPERSEDED
    before = done.withheld_at.replace(year=2025)
    assert fresh(second).status(before) == Status.IN_FORCE


def test_who_asked_cannot_confirm() -> None:
    asker = make_staff(is_superuser=True)
    asked = make_request(by=asker)
    with pytest.raises(Refused, match=SECOND_PERSON):
        withholding.confirm(asked, by=asker)
    assert not fresh(asked.version).is_withheld


def withholding_row(asked: WithholdingRequest, **fields: object) -> Withholding:
    second = make_staff()
    defaults = {"version": asked.version, "request": asked, "withheld_by": second}
    return Withholding(**defaults | {"withheld_by_name": "bo"} | fields)


def test_no_way_leads_around_the_second_person() -> None:
    asker = make_staff()
    asked = make_request(by=asker)
    row = withholding_row(asked, withheld_by=asker)
    with refused(SECOND_PERSON):
        row.save()
    with refused(SECOND_PERSON):
        Withholding.objects.bulk_create([row])
    done = withholding.confirm(asked, by=make_staff())
    with refused("A withholding is never changed."):
        Withholding.objects.filter(pk=done.pk).update(withheld_by=asker)
    with refused("A request to withhold is never changed."):
        WithholdingRequest.objects.filter(pk=asked.pk).update(asked_by=make_staff())


def test_nothing_is_withheld_that_nobody_asked_for() -> None:
    asked, other = make_request(), make_version()
    with refused("A version is withheld after somebody asked for exactly that."):
        withholding_row(asked, version=other).save()


def test_a_request_is_declined_with_a_reason_and_can_be_asked_again() -> None:
    asked = make_request()
    said = withholding.decline(asked, by=make_staff(), reason=" A new version does. ")
    assert said.reason == "A new version does."
    assert WithholdingRequest.objects.get(pk=asked.pk).state == RequestState.DECLINED
    with pytest.raises(Refused, match=DECIDED):
        withholding.confirm(asked, by=make_staff())
    with pytest.raises(Refused, match=DECIDED):
        withholding.decline(asked, by=make_staff(), reason="Again.")
    assert make_request(asked.version).state == RequestState.OPEN


def test_who_asked_may_take_it_back() -> None:
    asker = make_staff()
    withholding.decline(make_request(by=asker), by=asker, reason="The wrong version.")
    assert not WithholdingRequest.objects.still_open().exists()


def test_what_is_withheld_is_not_declined_afterwards() -> None:
    done = make_withheld()
    with pytest.raises(Refused, match=DECIDED):
        withholding.decline(done.request, by=make_staff(), reason="No.")
    with refused(DECIDED):
        WithholdingDecline.objects.create(
            request=done.request, declined_by=make_staff(), reason="No."
        )
    with pytest.raises(Refused, match=DECIDED):
        withholding.confirm(done.request, by=make_staff())


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reason_is_needed(reason: str) -> None:
    with pytest.raises(Refused, match="Say why the version is withheld"):
        make_request(reason=reason)
    asked = make_request()
    with pytest.raises(Refused, match="Say why the request is declined."):
        withholding.decline(asked, by=make_staff(), reason=reason)
    with refused("withholding_decline_says_why"):
        WithholdingDecline.objects.create(
            request=asked, declined_by=make_staff(), reason=""
        )


def test_a_ground_is_one_of_two() -> None:
    with pytest.raises(Refused, match="withholding_request_says_why"):
        make_request(ground="a whim")


def test_a_draft_is_not_withheld() -> None:
    with pytest.raises(Refused, match="Only a published version can be withheld."):
        make_request(make_draft())


def test_one_request_at_a_time() -> None:
    asked = make_request()
    with pytest.raises(Refused, match="Somebody has asked to withhold this version"):
        make_request(asked.version)


def test_a_version_is_withheld_once() -> None:
    done = make_withheld()
    with pytest.raises(Refused, match="This version is withheld already."):
        make_request(done.version)


def test_an_order_that_covers_storage_may_follow_once() -> None:
    done = make_withheld()
    later = make_withheld(
        done.version,
        covers_storage=True,
        ground=Ground.LEGAL_ORDER,
        reason="A court ordered it.",
    )
    withheld = fresh(done.version).withheld
    assert withheld is not None
    assert withheld.at == done.withheld_at
    assert (withheld.ground, withheld.reason) == ("legal order", "A court ordered it.")
    assert withheld.covers_storage
    assert later.previous_digest == done.digest
    with pytest.raises(Refused, match="This version is withheld already."):
        make_request(done.version, covers_storage=True)


@pytest.mark.parametrize("make_one", [make_version, make_upcoming])
def test_every_published_version_can_be_withheld(
    make_one: Callable[[], PolicyVersion],
) -> None:
    make_withheld(make_one())


def test_what_is_withheld_takes_its_redlines_along() -> None:
    policy = make_policy()
    versions = [make_version(policy, effective=f"20{y}-01-01") for y in (18, 19, 20)]
    make_withheld(versions[1])
    assert not StoredRedline.objects.exists()
    store(versions[2])
    assert not StoredRedline.objects.exists()
    with refused("A redline of a withheld version is never stored."):
        make(versions[1], versions[2]).save()
    with refused("A redline of a withheld version is never stored."):
        make(versions[0], versions[1]).save()


@pytest.mark.parametrize("what", ["archive", "half"])
def test_archives_on_disk_go_when_it_is_committed(
    what: str,
    data_dir: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    version = make_version(make_policy(slug="terms"))
    other = make_version(make_policy(slug="terms-of-others"))
    path, kept = archive.archive_of(version.policy), archive.archive_of(other.policy)
    half = data_dir / "archives" / "tmpabc"
    half.write_text("half of an archive")
    with django_capture_on_commit_callbacks() as waiting:  # type: ignore[attr-defined]
        make_withheld(version)
        assert path.exists()
    for act in waiting:
        act()
    assert not {"archive": path, "half": half}[what].exists()
    assert kept.exists()


def test_where_archives_cannot_be_removed_it_is_logged(
    data_dir: Path,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    (data_dir / "archives").write_text("a file where a folder should be")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        done = make_withheld()
    assert fresh(done.version).is_withheld
    assert "Archives with withheld text remain" in caplog.text


def test_a_room_may_act_in_the_same_transaction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(done: Withholding) -> None:
        raise Refused("Not now.")

    monkeypatch.setattr(withholding, "_steps", [])
    withholding.add_withholding_step(refuse)
    withholding.add_withholding_step(refuse)
    asked = make_request()
    with pytest.raises(Refused, match="Not now."), transaction.atomic():
        withholding.confirm(asked, by=make_staff())
    assert not fresh(asked.version).is_withheld


def test_lists_cost_no_query_for_each_version(
    django_assert_num_queries: Callable[..., object],
) -> None:
    policy = make_policy()
    for year in (18, 19, 20):
        make_withheld(make_version(policy, effective=f"20{year}-01-01"))
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        found = [
            (version.status(), version.withheld and version.withheld.reason)
            for version in policy.versions.dated()
        ]
    assert found == [(Status.WITHHELD, "It named a person.")] * 3
