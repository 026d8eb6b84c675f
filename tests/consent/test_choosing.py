"""Carrying out a choice: what adds a record, what does not, and what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from consent import drafting
from consent.cookie import cookie_name
from consent.models import ConsentRecord, DraftCookie
from consent.models.record import subject_hash
from consent.publishing import publish_catalogue
from consent.throttle import Bucket
from tests.consent.posting import (
    EVERYTHING,
    SIGNAL,
    WITHOUT_ANALYTICS,
    choose,
    kept,
    make_choice,
    plant,
    save_fields,
)

pytestmark = pytest.mark.django_db


def test_the_same_choice_again_adds_no_row(client: Client) -> None:
    first = kept(choose(client, "accept"))
    for _ in range(3):
        response = choose(client, "accept")
        assert response.status_code == 303
        assert kept(response) == first
    assert ConsentRecord.objects.count() == 1
    choose(client, "reject")
    choose(client, "accept")
    assert ConsentRecord.objects.count() == 3


def test_after_ten_minutes_it_is_a_choice_of_its_own(client: Client) -> None:
    age = timedelta(minutes=10)
    plant(client, make_choice(is_recorded=True, age=age, receipt="OLD"))
    assert kept(choose(client, "accept")).receipt != "OLD"
    assert ConsentRecord.objects.count() == 1


def test_what_was_never_recorded_is_recorded_the_next_time(client: Client) -> None:
    plant(client, make_choice(WITHOUT_ANALYTICS, is_recorded=False))
    assert kept(choose(client, "reject")).is_recorded
    assert ConsentRecord.objects.count() == 1


def test_under_the_signal_the_same_button_says_something_else(client: Client) -> None:
    choose(client, "accept")
    assert kept(choose(client, "accept", headers=SIGNAL)).under_signal
    assert ConsentRecord.objects.count() == 2


def test_one_browser_has_one_subject_and_the_record_only_its_hash(
    client: Client,
) -> None:
    first, second = kept(choose(client, "accept")), kept(choose(client, "reject"))
    assert len(first.subject) == 32
    assert first.subject == second.subject
    hashes = {record.subject.subject_hash for record in ConsentRecord.objects.all()}
    assert hashes == {subject_hash(first.subject)}
    assert kept(choose(Client(), "accept")).subject != first.subject


def test_who_rejects_consent_leaves_no_subject(client: Client) -> None:
    choose(client, "accept")
    response = choose(client, "save", **save_fields(frozenset({"status"})))
    choice = kept(response)
    assert (choice.subject, choice.receipt) == ("", "")
    record = ConsentRecord.objects.latest("pk")
    assert not hasattr(record, "subject")
    # Saying the same again adds no row here either.
    choose(client, "save", **save_fields(frozenset({"status"})))
    assert ConsentRecord.objects.count() == 2


def test_taking_back_an_acceptance_is_recorded_so(client: Client) -> None:
    for action, withdraws in (("reject", False), ("accept", False), ("reject", True)):
        choose(client, action)
        assert ConsentRecord.objects.latest("pk").withdraws == withdraws


def test_the_record_says_what_is_in_effect_and_until_when_it_is_kept(
    client: Client,
) -> None:
    choose(client, "accept", headers=SIGNAL)
    record = ConsentRecord.objects.get()
    assert record.signal
    assert record.effective_analytics
    assert record.keep_until == record.chosen_at + timedelta(days=182 + 731)
    choose(client, "reject")
    record = ConsentRecord.objects.latest("pk")
    assert not record.effective_analytics
    assert record.effective_consent
    assert record.keep_until == record.chosen_at + timedelta(days=365 + 731)


def test_a_material_catalogue_ends_an_acceptance_not_what_was_rejected(
    client: Client,
) -> None:
    accepted = frozenset({"analytics", "consent"})
    plant(client, make_choice(accepted, is_recorded=True))
    DraftCookie.objects.filter(name="_ga").update(description="Something new.")
    assert drafting.draft_content()
    publish_catalogue(by=None, material=True, change_note="Why.")
    assert b"#banner{display:none}" not in client.get("/consent/state.css").content
    choice = kept(choose(client, "reject"))
    assert choice.accepted == {"consent"}
    assert choice.catalogue_version == 2
    assert ConsentRecord.objects.get().withdraws


@pytest.fixture
def empty_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = Bucket(per_second=0, at_once=0)
    monkeypatch.setattr("consent.choosing.records", bucket)


@pytest.mark.usefixtures("empty_bucket")
def test_in_a_flood_a_rejection_is_honored_and_an_acceptance_waits(
    client: Client,
) -> None:
    refused = choose(client, "accept")
    assert refused.status_code == 429
    assert refused["Retry-After"]
    assert b"could not be saved" in refused.content
    assert cookie_name() not in refused.cookies
    honored = choose(client, "reject")
    assert honored.status_code == 303
    choice = kept(honored)
    assert choice.accepted == WITHOUT_ANALYTICS
    assert not choice.is_recorded
    assert not ConsentRecord.objects.exists()


def test_a_bucket_fills_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("consent.throttle.time.monotonic", lambda: now[0])
    bucket = Bucket(per_second=2, at_once=3)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    now[0] += 0.5
    assert [bucket.take() for _ in range(2)] == [True, False]
    now[0] += 1000
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_accepting_everything_is_accepting(client: Client) -> None:
    choose(client, "save", **save_fields(EVERYTHING))
    assert ConsentRecord.objects.get().effective_analytics


# --- Pages that were made before ---


def publish_material_version() -> None:
    DraftCookie.objects.filter(name="_ga").update(description="Something new.")
    publish_catalogue(by=None, material=True, change_note="A new purpose.")


@pytest.mark.parametrize(
    "fields", [{"choice": "accept"}, {"choice": "save", **save_fields(EVERYTHING)}]
)
def test_an_old_page_accepts_nothing_that_it_did_not_ask_for(
    client: Client, fields: dict[str, str]
) -> None:
    publish_material_version()
    refused = choose(client, **fields, shown="1")
    assert refused.status_code == 409
    assert cookie_name() not in refused.cookies
    assert not ConsentRecord.objects.exists()
    page = refused.content.decode()
    assert "has changed since your page was made" in page
    assert "A new purpose." in page


def test_an_old_page_rejects_all_the_same_and_the_record_says_what_was_shown(
    client: Client,
) -> None:
    publish_material_version()
    choice = kept(choose(client, "reject", shown="1"))
    assert choice.catalogue_version == 1
    assert ConsentRecord.objects.get().catalogue_version_id == 1
    assert b"#banner{display:none}" in client.get("/consent/state.css").content


@pytest.mark.parametrize("shown", ["", "99", "0", "-1", "x", "9" * 30, "\u0661"])
def test_an_odd_number_counts_as_the_version_in_force(
    client: Client, shown: str
) -> None:
    assert kept(choose(client, "accept", shown=shown)).catalogue_version == 1


def test_every_form_says_what_it_was_shown_with(client: Client) -> None:
    publish_material_version()
    for address, forms in (("/", 2), ("/cookies/", 3)):
        html = client.get(address).content.decode()
        assert html.count('name="shown" value="2"') == forms
    asked = client.post("/consent/choose/", {"choice": "accept", "shown": "2"})
    assert "shown=2" in asked["Location"]


# --- What an answer leaves behind ---


def test_who_is_not_to_be_remembered_leaves_no_way_to_earlier_records(
    client: Client,
) -> None:
    choose(client, "accept")
    choose(client, "save", **save_fields(WITHOUT_ANALYTICS - {"consent"}))
    assert ConsentRecord.objects.count() == 2
    assert not any(hasattr(record, "subject") for record in ConsentRecord.objects.all())


@pytest.mark.usefixtures("empty_bucket")
def test_without_a_record_there_is_no_identifier_and_refusals_are_kept(
    client: Client,
) -> None:
    assert kept(choose(client, "reject")).subject == ""
    # Analytics was accepted and stays so; what is rejected beside it is rejected.
    plant(client, make_choice(EVERYTHING, is_recorded=True, subject="a" * 32))
    saved = choose(client, "save", **save_fields(EVERYTHING - {"status"}))
    assert saved.status_code == 303
    assert kept(saved).accepted == EVERYTHING - {"status"}


@pytest.mark.usefixtures("empty_bucket")
def test_a_mixed_answer_that_cannot_be_recorded_keeps_its_refusals(
    client: Client,
) -> None:
    plant(client, make_choice(WITHOUT_ANALYTICS, is_recorded=True))
    answer = choose(client, "save", **save_fields(EVERYTHING - {"status"}))
    assert answer.status_code == 429
    assert b"What you rejected is rejected from now on." in answer.content
    assert kept(answer).accepted == WITHOUT_ANALYTICS - {"status"}
