"""Consent records at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consent.choices import CATEGORIES
from consent.models import Action, ConsentRecord, Source
from policy.desk.readonly import BoundedPaginator
from tests.consent.drafts import publish_changed_catalogue
from tests.consent.posting import WITHOUT_ANALYTICS, at, make_record
from tests.desk import text_of
from tests.factories import make_policy, make_staff, make_version
from tests.html import elements

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
    for other in (code[:-1], "-", "x" * 500, "é"):
        assert listed(reader, q=other) == set()


def test_it_filters_by_action_and_category(reader: Client) -> None:
    yes, no = make_record(), make_record(WITHOUT_ANALYTICS)
    accept = make_record(action=Action.ACCEPT)
    assert listed(reader, action__exact="accept") == {str(accept)}
    assert listed(reader, requested_analytics__exact="0") == {str(no)}
    assert listed(reader, requested_analytics__exact="1") == {str(yes), str(accept)}


def test_it_filters_by_everything_that_a_record_says(reader: Client) -> None:
    plain = make_record()
    signal = make_record(under_signal=True)
    sign_in = make_record(source=Source.SIGN_IN)
    rejected = make_record(frozenset(), withdraws=True)
    every = {str(plain), str(signal), str(sign_in), str(rejected)}
    assert listed(reader, signal__exact="1") == {str(signal)}
    assert listed(reader, source__exact="sign-in") == {str(sign_in)}
    assert listed(reader, withdraws__exact="1") == {str(rejected)}
    assert listed(reader, catalogue="1") == every
    for category in CATEGORIES:
        for what in ("requested", "effective"):
            found = listed(reader, **{f"{what}_{category}__exact": "0"})
            assert found == {str(rejected)}


def test_it_filters_by_catalogue_version(reader: Client) -> None:
    first = make_record()
    publish_changed_catalogue()
    second = make_record(catalogue_version=2)
    assert listed(reader, catalogue="1") == {str(first)}
    assert listed(reader, catalogue="2") == {str(second)}


@pytest.mark.parametrize("number", ["3", "x", "-1", "", "9" * 30, "²"])
def test_a_catalogue_version_that_there_is_not_is_not_an_error(
    reader: Client, number: str
) -> None:
    assert reader.get(LIST, {"catalogue": number}, follow=True).status_code == 200


def test_any_day_is_a_field_that_keeps_the_other_filters(reader: Client) -> None:
    html = reader.get(LIST, {"day": "2026-04-17", "signal__exact": "1", "p": "1"})
    fields = {
        e["name"]: e["value"]
        for e in elements(html.content.decode(), "input")
        if "form" in e.inside and e["name"]
    }
    assert (fields["day"], fields["signal__exact"]) == ("2026-04-17", "1")
    assert "p" not in fields
    assert listed(reader, day="") == set()


def test_a_filter_is_closed_until_it_is_in_use(reader: Client) -> None:
    def opened(**query: str) -> list[str]:
        html = reader.get(LIST, query).content.decode()
        return [
            e["data-filter-title"]
            for e in elements(html, "details")
            if "open" in e.attributes and e["data-filter-title"]
        ]

    assert opened() == ["day"]
    assert opened(withdraws__exact="1") == ["day", "withdraws"]


def test_no_question_counts_all_records(reader: Client) -> None:
    make_record()
    with CaptureQueriesContext(connection) as asked:
        reader.get(LIST)
        reader.get(LIST, {"_facets": "True"})
    counts = [q["sql"] for q in asked if "COUNT(" in q["sql"].upper()]
    assert counts
    assert all("LIMIT" in sql for sql in counts)


def test_a_list_that_is_cut_off_says_so(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_record()
    sentence = "there may be more"
    assert sentence not in text_of(reader.get(LIST))
    monkeypatch.setattr(BoundedPaginator, "most", 1)
    assert sentence in text_of(reader.get(LIST))


def test_a_record_shows_the_texts_that_were_in_force(reader: Client) -> None:
    policy = make_version(make_policy(slug="privacy-policy", title="Privacy Policy"))
    record = make_record(WITHOUT_ANALYTICS)
    page = reader.get(reverse("admin:consent_consentrecord_change", args=[record.pk]))
    links = {e.text: e["href"] for e in elements(page.content.decode(), "a")}
    assert links[str(policy)] == "/privacy-policy/versions/1/"
    assert links["version 1"] == "/admin/consent/catalogueversion/1/change/"
    assert "Analytics rejected off" in text_of(page)
    assert "Status accepted on" in text_of(page)


def test_a_record_from_before_any_policy_says_so(reader: Client) -> None:
    record = make_record()
    page = reader.get(reverse("admin:consent_consentrecord_change", args=[record.pk]))
    assert "No version of the Privacy Policy was in force." in text_of(page)


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
