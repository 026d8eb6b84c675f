"""Consent records as a file: the filtered list, streamed, and never a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consent import export
from consent.models import ConsentRecord
from pages.csv_lines import csv_lines
from policy.roles import APPROVERS, AUDITORS, EDITORS, PRIVACY_OFFICE
from tests.consent.posting import WITHOUT_ANALYTICS, at, make_record
from tests.desk import desk, text_of
from tests.factories import make_policy, make_version

pytestmark = pytest.mark.django_db

CSV = "/admin/consent/consentrecord/export.csv"
JSON = "/admin/consent/consentrecord/export.json"


@pytest.fixture
def reader() -> Client:
    return desk(AUDITORS)


def body(answer: Any) -> str:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def csv_rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(answer), newline="")))


def json_rows(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in body(answer).splitlines()]


def make_many(number: int) -> None:
    """So many records, a minute apart."""
    now = timezone.now()
    rows = []
    for back in range(number):
        moment = now - timedelta(minutes=back)
        rows.append(
            ConsentRecord(
                chosen_at=moment,
                action="save",
                source="page",
                signal=False,
                withdraws=False,
                catalogue_version_id=1,
                keep_until=moment + timedelta(days=1000),
                **{
                    f"{what}_{name}": True
                    for what in ("requested", "effective")
                    for name in ("authentication", "status", "analytics", "consent")
                },
            )
        )
    ConsentRecord.objects.bulk_create(rows)


# --- What it holds ---


def test_csv_holds_every_column(reader: Client) -> None:
    make_version(make_policy(slug="privacy-policy"))
    record = make_record(
        WITHOUT_ANALYTICS, chosen_at=at("2026-04-17T12:00:00"), under_signal=True
    )
    (row,) = csv_rows(reader.get(CSV))
    assert row == {
        "receipt_code": record.receipt_code,
        "chosen_at": "2026-04-17T12:00:00.000000+00:00",
        "action": "save",
        "source": "page",
        "signal": "1",
        "withdraws": "0",
        "requested_authentication": "1",
        "requested_status": "1",
        "requested_analytics": "0",
        "requested_consent": "1",
        "effective_authentication": "1",
        "effective_status": "1",
        "effective_analytics": "0",
        "effective_consent": "1",
        "catalogue_version": "1",
        "policy_version": "1",
        "keep_until": record.keep_until.isoformat(timespec="microseconds"),
    }


def test_json_holds_the_same_on_a_line_for_each_record(reader: Client) -> None:
    first, second = make_record(), make_record(WITHOUT_ANALYTICS)
    rows = json_rows(reader.get(JSON))
    codes = [first.receipt_code, second.receipt_code]
    assert [row["receipt_code"] for row in rows] == codes
    assert [row["requested_analytics"] for row in rows] == [True, False]
    assert [row["policy_version"] for row in rows] == [None, None]
    assert list(rows[0]) == list(export.COLUMNS)


def test_no_visitor_is_in_it(reader: Client) -> None:
    make_record(subject="0123456789abcdef")
    text = body(reader.get(CSV)) + body(reader.get(JSON))
    assert "subject" not in text
    assert "0123456789abcdef" not in text


def test_an_empty_list_is_an_empty_file(reader: Client) -> None:
    assert csv_rows(reader.get(CSV)) == []
    assert body(reader.get(CSV)).startswith("receipt_code,chosen_at,")
    assert body(reader.get(JSON)) == ""


def test_it_exports_the_filtered_list(reader: Client) -> None:
    make_record()
    no = make_record(WITHOUT_ANALYTICS)
    query = {"requested_analytics__exact": "0", "p": "7", "o": "-2"}
    assert [row["receipt_code"] for row in csv_rows(reader.get(CSV, query))] == [
        no.receipt_code
    ]
    found = json_rows(reader.get(JSON, {"q": no.receipt_code.lower()}))
    assert [row["receipt_code"] for row in found] == [no.receipt_code]


def test_the_list_links_to_its_export(reader: Client) -> None:
    make_record()
    query = {"action__exact": "save", "p": "1", "o": "-2"}
    html = reader.get("/admin/consent/consentrecord/", query).content.decode()
    assert f'href="{CSV}?action__exact=save"' in html
    assert f'href="{JSON}?action__exact=save"' in html


def test_the_file_is_named_after_the_day(reader: Client) -> None:
    day = timezone.localdate().isoformat()
    for address, ending, kind in (
        (CSV, "csv", "text/csv; charset=utf-8"),
        (JSON, "jsonl", "application/x-ndjson"),
    ):
        headers = reader.get(address).headers
        assert headers["Content-Type"] == kind
        assert f'"consent-records-{day}.{ending}"' in headers["Content-Disposition"]
        assert headers["Content-Disposition"].startswith("attachment")
        assert "private, no-store" in headers["Cache-Control"]


# --- However many there are ---


@pytest.mark.parametrize("address", [CSV, JSON])
def test_ten_thousand_records_are_never_in_memory_at_once(
    reader: Client, address: str
) -> None:
    make_many(10_000)
    chunks: Iterator[bytes] = iter(reader.get(address).streaming_content)  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as asked:
        first = [next(chunks), next(chunks)]
        begun = len(asked)
        lines = b"".join([*first, *chunks]).decode().splitlines()
    assert begun <= 2
    assert all(f"LIMIT {export.CHUNK}" in query["sql"] for query in asked)
    assert len(lines) == 10_000 + (address == CSV)
    assert len(set(lines)) == len(lines)


# --- Formulas ---


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_is_never_a_formula(sign: str) -> None:
    cell = f"{sign}HYPERLINK(1)"
    (row,) = csv.reader(io.StringIO(csv_lines([[cell, "plain"]]), newline=""))
    assert row == [f"'{cell}", "plain"]


def test_cells_with_signs_of_csv_come_back_whole() -> None:
    row = ['a "b", c', "two\r\nlines", "", None, 3]
    (read,) = csv.reader(io.StringIO(csv_lines([row]), newline=""))
    assert read == ['a "b", c', "two\r\nlines", "", "", "3"]


# --- Who may, and how ---


@pytest.mark.parametrize("address", [CSV, JSON])
def test_who_reads_the_records_exports_them(client: Client, address: str) -> None:
    for role in (PRIVACY_OFFICE, AUDITORS):
        assert desk(role).get(address).status_code == 200
    for role in (EDITORS, APPROVERS):
        assert desk(role).get(address).status_code == 403
    assert client.get(address).headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("address", [CSV, JSON])
def test_it_is_only_read(reader: Client, address: str) -> None:
    make_record()
    head = reader.head(address)
    assert head.status_code == 200
    assert "attachment" in head.headers["Content-Disposition"]
    assert body(head) == ""
    assert reader.post(address).status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        {"day": "zzz"},
        {"catalogue": "99"},
        {"requested_analytics__exact": "maybe"},
    ],
)
def test_a_filter_that_there_is_not_exports_nothing(
    reader: Client, query: dict[str, str]
) -> None:
    make_record()
    answer = reader.get(CSV, query)
    assert answer.status_code == 400
    assert "so nothing was exported" in text_of(answer)


def test_records_are_not_found_by_whose_they_are(reader: Client) -> None:
    record = make_record(subject="0123456789abcdef")
    found = {"subject__subject_hash": record.subject.subject_hash}
    assert reader.get(CSV, found).status_code == 400
    assert reader.get(CSV, {"nothing": "1"}).status_code == 400
