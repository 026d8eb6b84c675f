"""POST /consent/choose/: the endpoint of every form of this room."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from consent.cookie import cookie_name
from consent.models import ConsentRecord
from tests.consent.posting import (
    EVERYTHING,
    OURS,
    SIGNAL,
    WITHOUT_ANALYTICS,
    choose,
    kept,
    make_choice,
    plant,
    save_fields,
)
from tests.factories import make_policy, make_version

URL = "/consent/choose/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "accepted", "fragment"),
    [
        ("accept", EVERYTHING, "choice-accepted"),
        ("reject", WITHOUT_ANALYTICS, "choice-rejected"),
    ],
)
def test_a_banner_button_works(
    client: Client, action: str, accepted: frozenset[str], fragment: str
) -> None:
    response = choose(client, action, next="/notices/")
    assert response.status_code == 303
    assert response["Location"] == f"/notices/#{fragment}"
    assert response["Cache-Control"] == "private, no-store"
    record = ConsentRecord.objects.get()
    choice = kept(response)
    assert choice.accepted == accepted
    assert choice.receipt == record.receipt_code
    assert (record.action, record.source) == (action, "banner")
    assert record.requested_analytics == (action == "accept")
    assert record.requested_authentication
    assert record.catalogue_version_id == 1
    assert not record.signal
    assert set(response.cookies) == {cookie_name()}


@pytest.mark.django_db
def test_a_mixed_save_works(client: Client) -> None:
    accepted = frozenset({"status", "consent"})
    response = choose(client, "save", **save_fields(accepted), next="/cookies/")
    assert response.status_code == 303
    assert response["Location"] == "/cookies/#choice-saved"
    assert kept(response).accepted == accepted
    record = ConsentRecord.objects.get()
    assert (record.action, record.source) == ("save", "page")
    assert record.requested_status
    assert record.requested_consent
    assert not record.requested_authentication
    assert not record.requested_analytics


@pytest.mark.django_db
def test_a_banner_button_leaves_the_other_categories_as_they_were(
    client: Client,
) -> None:
    plant(client, make_choice(frozenset({"consent"})))
    assert kept(choose(client, "accept")).accepted == {"consent", "analytics"}
    plant(client, make_choice(frozenset({"consent", "analytics"})))
    assert kept(choose(client, "reject")).accepted == {"consent"}


@pytest.mark.django_db
def test_a_choice_that_no_longer_counts_is_not_carried_on(client: Client) -> None:
    plant(client, make_choice(frozenset({"consent"}), age=timedelta(days=366)))
    assert kept(choose(client, "reject")).accepted == WITHOUT_ANALYTICS


@pytest.mark.django_db
def test_the_signal_is_recorded_and_a_grant_under_it_counts(client: Client) -> None:
    response = choose(client, "accept", headers=SIGNAL)
    assert kept(response).under_signal
    assert ConsentRecord.objects.get().signal
    state = client.get(reverse("state"), headers=SIGNAL)
    assert b"#choice-accepted:target" in state.content


@pytest.mark.django_db
def test_the_record_names_the_privacy_policy_in_force(client: Client) -> None:
    policy = make_policy(slug="privacy-policy")
    make_version(policy, effective="2020-04-17")
    in_force = make_version(policy, effective="2021-01-01")
    make_version(effective="2022-01-01")
    choose(client, "reject")
    assert ConsentRecord.objects.get().policy_version == in_force


@pytest.mark.django_db
def test_without_the_category_consent_there_is_a_record_but_no_receipt(
    client: Client,
) -> None:
    accepted = frozenset({"analytics"})
    response = choose(client, "save", **save_fields(accepted))
    assert kept(response).receipt == ""
    assert response.cookies[cookie_name()]["max-age"] == ""
    assert ConsentRecord.objects.get().receipt_code


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_it_takes_posts_only(client: Client, method: str) -> None:
    response = getattr(client, method)(URL, headers=OURS)
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert response["Cache-Control"] == "private, no-store"


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_it_refuses_another_site(client: Client, headers: dict[str, str]) -> None:
    response = client.post(URL, {"choice": "accept"}, headers=headers)
    assert response.status_code == 403
    assert b"another site" in response.content
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["http://testserver", "http://localhost:8000"])
def test_it_takes_a_matching_origin_from_an_older_browser(
    client: Client, origin: str
) -> None:
    response = client.post(URL, {"choice": "reject"}, headers={"Origin": origin})
    assert response.status_code == 303
    assert response["Location"] == "/#choice-rejected"


def test_it_needs_no_token(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(URL, {"choice": "nonsense"}, headers=FOREIGN[0])
    assert b"another site" in response.content


def test_it_asks_to_confirm_where_the_browser_does_not_say(client: Client) -> None:
    fields = save_fields(frozenset({"status"}))
    response = client.post(URL, {"choice": "save", "next": "/notices/", **fields})
    assert response.status_code == 303
    assert not response.cookies
    parts = urlsplit(response["Location"])
    assert parts.path == "/consent/confirm/"
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert query == {"choice": "save", "next": "/notices/", **fields}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/a\r\nX: y", "/a\x00", ""]
)
def test_it_never_leads_off_the_site(client: Client, target: str) -> None:
    response = choose(client, "reject", next=target)
    assert response.status_code == 303
    assert response["Location"] == "/#choice-rejected"


BAD_INPUT = [
    {},
    {"choice": ""},
    {"choice": "zzz"},
    {"choice": ["accept", "reject"]},
    {"choice": "ACCEPT"},
    {"choice": "\x00"},
    {"choice": "save"},
    {"choice": "save", **save_fields(EVERYTHING), "analytics": "zzz"},
    {"choice": "save", **save_fields(EVERYTHING), "analytics": ["accept", "reject"]},
    {"choice": "save", "status": "accept"},
]


@pytest.mark.django_db
@pytest.mark.parametrize("data", BAD_INPUT)
def test_it_says_what_is_wrong_with_bad_input(
    client: Client, data: dict[str, object]
) -> None:
    response = client.post(URL, data, headers=OURS)
    assert response.status_code == 400
    assert b"Your choices are not saved yet" in response.content
    assert not response.cookies
    assert not ConsentRecord.objects.exists()


@pytest.mark.django_db
def test_a_bad_form_comes_back_as_it_was_filled_in(client: Client) -> None:
    data = {"choice": "save", "status": "reject", "analytics": "accept"}
    text = client.post(URL, data, headers=OURS).content.decode()
    assert text.count(" checked") == 2
    assert 'id="id_status_1" checked' in text
    assert 'id="id_analytics_0" checked' in text
    assert text.count('class="field-error"') == 2
    assert 'href="#id_authentication_0"' in text


@pytest.mark.usefixtures("failing_database")
@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "reject"},
        {"choice": "save", **save_fields(WITHOUT_ANALYTICS)},
        {"choice": "save", **save_fields(frozenset())},
    ],
    ids=["reject", "save", "reject all"],
)
def test_refusal_works_while_the_database_fails(
    client: Client, fields: dict[str, str]
) -> None:
    response = choose(client, **fields)
    assert response.status_code == 303
    choice = kept(response)
    assert "analytics" not in choice.accepted
    assert choice.receipt == ""
    state = client.get(reverse("state"))
    assert b"#banner{display:none}" in state.content
    assert b"#choice-rejected:target" in state.content


@pytest.mark.usefixtures("failing_database")
@pytest.mark.parametrize(
    "fields",
    [{"choice": "accept"}, {"choice": "save", **save_fields(EVERYTHING)}],
    ids=["accept", "save"],
)
def test_a_grant_fails_with_the_database(
    client: Client, fields: dict[str, str]
) -> None:
    response = choose(client, **fields)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "private, no-store"
    assert b"Nothing was switched on" in response.content
    assert not response.cookies
    assert client.get(reverse("state")).content == b""


def test_a_grant_is_acknowledged_after_its_commit(
    client: Client, own_database: str
) -> None:
    response = choose(client, "accept")
    assert response.status_code == 303
    connections.close_all()
    assert ConsentRecord.objects.get().receipt_code == kept(response).receipt


@pytest.mark.django_db
def test_on_https_the_cookie_is_host_bound(client: Client, settings: Settings) -> None:
    settings.IS_HTTPS, settings.COOKIE_PREFIX = True, "__Host-"
    response = choose(client, "reject")
    assert set(response.cookies) == {"__Host-choice"}
    assert response.cookies["__Host-choice"]["secure"]
