"""What the database keeps of requests, whoever asks and however."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from rights.models import Hold, HoldRelease, PersonalView, RightsRequest, Step
from rights.states import Kind, State
from tests.attacks import POSTGRESQL_ONLY, SQLITE_ONLY, execute, refused
from tests.factories import make_staff
from tests.rights.making import make_rights_request

pytestmark = pytest.mark.django_db

KEEPS = "A request keeps its number, its right, its receipt and who asked."
STEP_KEPT = "A step of a request is never changed."
LONG_AGO = timezone.now() - timedelta(days=800)


def row(request: RightsRequest) -> models.QuerySet[RightsRequest]:
    return RightsRequest.objects.filter(pk=request.pk)


@pytest.mark.parametrize(
    "fields",
    [
        {"number": "R-2222-2222"},
        {"right": "erasure"},
        {"country": "DE"},
        {"region": "MO"},
        {"relation": "visitor"},
        {"behalf": "agent"},
        {"channel": "letter"},
        {"received_at": LONG_AGO},
        {"entered_at": timezone.now() + timedelta(days=1)},
        {"first_deadline": None},
        {"id": 999_999},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_request_keeps_what_it_is(fields: dict[str, Any]) -> None:
    with refused(KEEPS):
        row(make_rights_request()).update(**fields)


def test_a_request_can_be_given_to_somebody() -> None:
    request, officer = make_rights_request(), make_staff()
    row(request).update(assignee=officer)
    request.refresh_from_db()
    assert request.assignee == officer


def test_a_request_is_not_deleted_within_two_years() -> None:
    request = make_rights_request()
    with refused("A request is kept for 24 months at least"):
        execute("DELETE FROM rights_rightsrequest WHERE id = %s", request.pk)
    with refused("A step of a request is kept for 24 months at least."):
        execute("DELETE FROM rights_step")


def test_after_two_years_it_may_go() -> None:
    request = RightsRequest(
        right="access",
        country="US",
        relation="member",
        channel="web",
        received_at=LONG_AGO,
        entered_at=LONG_AGO,
        sealed="x",
        key_mark="x",
    )
    request.save()
    Step.objects.create(
        request=request,
        number=1,
        kind=Kind.RECEIVED,
        state=State.RECEIVED,
        at=LONG_AGO,
        recorded_at=LONG_AGO,
    )
    request.steps.all().delete()
    request.delete()
    assert not RightsRequest.objects.exists()


def test_a_step_is_never_changed() -> None:
    make_rights_request()
    with refused(STEP_KEPT):
        Step.objects.update(state=State.ANSWERED)


def test_steps_are_numbered_without_gaps() -> None:
    request = make_rights_request()
    for number in (1, 3):
        with refused(""):
            Step.objects.create(
                request=request,
                number=number,
                kind=Kind.REMINDED,
                state=State.RECEIVED,
                at=timezone.now(),
            )


def test_a_request_begins_with_its_receipt() -> None:
    request = RightsRequest(
        right="access",
        country="US",
        relation="member",
        channel="web",
        received_at=timezone.now(),
        sealed="x",
        key_mark="x",
    )
    request.save()
    with refused("This step cannot follow where the request stands."):
        Step.objects.create(
            request=request,
            number=1,
            kind=Kind.ANSWERED,
            nature="whole",
            state=State.ANSWERED,
            at=timezone.now(),
        )


def test_what_was_erased_does_not_come_back() -> None:
    request = make_rights_request()
    empty = {"sealed": "", "key_mark": "", "email_hash": "", "secret_hash": ""}
    with refused("request_that_is_erased_holds_nothing_personal"):
        row(request).update(sealed="", erased_at=timezone.now())
    row(request).update(**empty, link_expires_at=None, erased_at=timezone.now())
    with refused("Personal data that was erased does not come back."):
        row(request).update(sealed="x", erased_at=None)


def test_a_request_is_not_received_in_the_future() -> None:
    now = timezone.now()
    with refused("request_is_received_before_it_is_entered"):
        make_rights_request(received_at=now + timedelta(days=1), entered_at=now)


def test_a_view_of_personal_data_stays() -> None:
    officer = make_staff()
    PersonalView.objects.create(
        request=make_rights_request(), what="request", by=officer, by_name="x"
    )
    with refused("A view of personal data is never changed."):
        PersonalView.objects.update(by_name="y")
    with refused("A view of personal data is kept for 24 months at least."):
        PersonalView.objects.all().delete()


def test_a_hold_stays_and_is_released_once() -> None:
    officer, now = make_staff(), timezone.now()
    request, other = make_rights_request(), make_rights_request()
    hold = Hold.objects.create(
        request=request, reason="A matter", placed_by=officer, placed_by_name="x"
    )
    with refused("A legal hold is never changed."):
        Hold.objects.update(reason="Another")
    with refused("A legal hold is kept for 24 months at least."):
        hold.delete()
    assert Hold.objects.covering(request).exists()
    assert not Hold.objects.covering(other).exists()
    HoldRelease.objects.create(hold=hold, released_by=officer, released_by_name="x")
    assert not Hold.objects.covering(request).exists()
    assert Hold.objects.covering(request, now - timedelta(days=1)).count() == 0


def test_a_hold_on_all_covers_each_until_its_time() -> None:
    now = timezone.now()
    Hold.objects.create(
        reason="A matter",
        until=now + timedelta(days=5),
        placed_by=make_staff(),
        placed_by_name="x",
    )
    request = make_rights_request()
    assert Hold.objects.covering(request, now + timedelta(days=4)).exists()
    assert not Hold.objects.covering(request, now + timedelta(days=5)).exists()


@SQLITE_ONLY
def test_nothing_is_replaced() -> None:
    request = make_rights_request()
    with refused("A request is never replaced."):
        execute(
            "INSERT OR REPLACE INTO rights_rightsrequest SELECT * "
            "FROM rights_rightsrequest WHERE id = %s",
            request.pk,
        )
    with refused(""):
        execute("INSERT OR REPLACE INTO rights_step SELECT * FROM rights_step")


@POSTGRESQL_ONLY
def test_nothing_is_truncated() -> None:
    with refused("Requests are never deleted together."):
        execute("TRUNCATE rights_rightsrequest CASCADE")
