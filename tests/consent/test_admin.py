"""Consent records at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.admin import BoundedPaginator
from consent.models import Action, ConsentRecord
from tests.consent.posting import WITHOUT_ANALYTICS, at, make_record
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
LIST = "/admin/consent/consentrecord/"


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_staff(groups=["Privacy office"]))
    return client


def listed(client: Client, **query: str) -> set[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    found: set[str] = {str(record) for record in response.context["cl"].result_list}
    return found


@pytest.mark.parametrize("role", ["Privacy office", "Auditors"])
def test_two_roles_read_it(client: Client, role: str) -> None:
    client.force_login(make_staff(groups=[role]))
    record = make_record()
    assert listed(client) == {record.receipt_code}
    page = client.get(reverse("admin:consent_consentrecord_change", args=[record.pk]))
    assert page.status_code == 200
    assert record.receipt_code in page.content.decode()
    assert b'name="_save"' not in page.content


@pytest.mark.parametrize("role", ["Policy editors", "Policy approvers"])
def test_the_other_roles_do_not(client: Client, role: str) -> None:
    client.force_login(make_staff(groups=[role]))
    assert client.get(LIST).status_code == 403


def test_it_has_an_empty_state(reader: Client) -> None:
    assert b"0 consent records" in reader.get(LIST).content


def test_nobody_writes_it(client: Client) -> None:
    client.force_login(make_staff(is_superuser=True))
    record = make_record()
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}add/").status_code == 403
    change = reverse("admin:consent_consentrecord_change", args=[record.pk])
    assert client.post(change, {"signal": "on"}).status_code == 403
    delete = reverse("admin:consent_consentrecord_delete", args=[record.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"}
    client.post(LIST, data)
    assert ConsentRecord.objects.get() == record


def test_a_missing_record_is_said_to_be_missing(reader: Client) -> None:
    response = reader.get(f"{LIST}999/change/", follow=True)
    assert b"doesn" in response.content


def test_a_record_is_found_by_its_receipt_however_it_is_typed(reader: Client) -> None:
    record, _other = make_record(), make_record()
    code = record.receipt_code
    assert listed(reader, q=code) == {code}
    assert listed(reader, q=f" {code[:5].lower()}-{code[5:]} ") == {code}
    assert listed(reader, q=code[:-1]) == set()


def test_it_filters_by_action_and_category(reader: Client) -> None:
    yes, no = make_record(), make_record(WITHOUT_ANALYTICS)
    accept = make_record(action=Action.ACCEPT)
    assert listed(reader, action__exact="accept") == {str(accept)}
    assert listed(reader, requested_analytics__exact="0") == {str(no)}
    assert listed(reader, requested_analytics__exact="1") == {str(yes), str(accept)}


def test_it_filters_by_a_day_of_the_desk(reader: Client) -> None:
    late = make_record(chosen_at=at("2026-04-18T04:59:59"))
    next_day = make_record(chosen_at=at("2026-04-18T05:00:00"))
    today = make_record()
    assert listed(reader, day="2026-04-17") == {str(late)}
    assert listed(reader, day="2026-04-18") == {str(next_day)}
    assert listed(reader, day=timezone.localdate().isoformat()) == {str(today)}


@pytest.mark.parametrize("day", ["zzz", "2026-13-01", "9999-12-31", "0001-01-01", ""])
def test_a_day_that_is_none_is_not_an_error(reader: Client, day: str) -> None:
    make_record(age=timedelta(days=1))
    assert reader.get(LIST, {"day": day}, follow=True).status_code == 200


def test_it_counts_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BoundedPaginator, "most", 2)
    for _ in range(3):
        make_record()
    paginator = BoundedPaginator(ConsentRecord.objects.all(), 1)
    assert paginator.count == 2
    assert [len(page.object_list) for page in paginator] == [1, 1]
