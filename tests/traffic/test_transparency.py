"""/transparency/: whole months and years, and no small figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from centene_site import transparency
from centene_site.transparency import Section, add_section, sections, told
from notices.models import ShownCount
from pages.remembered import Remembered
from tests.html import words
from tests.traffic.test_disclosures import make_disclosure
from tests.traffic.visits import make_views
from traffic.models import Aspect

pytestmark = pytest.mark.django_db

PAGE = "/transparency/"


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel("2026-11-28T12:00:00Z", tick=False):
        yield


def text(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return words(answer.content.decode())


def test_without_figures_it_says_so(client: Client) -> None:
    found = text(client)
    assert "No month with figures is over yet." in found
    assert "No notice was shown in a month that is over." in found
    assert "None is on record in a year that is over." in found


def test_it_tells_views_and_notices_by_month(client: Client) -> None:
    make_views(date(2026, 8, 31), 1234)
    make_views(date(2026, 8, 1), 1, "/cookies/")
    make_views(date(2026, 8, 2), 500, "", "en", aspect=Aspect.LANGUAGE)
    make_views(date(2026, 8, 2), 500, "/", "Googlebot", aspect=Aspect.BOT)
    make_views(date(2026, 9, 30), 9)
    make_views(date(2026, 11, 1), 7777)
    ShownCount.objects.create(day=date(2026, 10, 5), number=1, count=60)
    ShownCount.objects.create(day=date(2026, 10, 6), number=2, count=4)
    found = text(client)
    assert "August 2026 1,235" in found
    assert "September 2026 fewer than 10" in found
    assert "October 2026 fewer than 10" in found
    assert "October 2026 64" in found
    assert "November 2026" not in found
    assert "July 2026" not in found


def test_a_month_is_told_an_hour_after_its_end(client: Client) -> None:
    make_views(date(2026, 11, 30), 50)
    with time_machine.travel("2026-12-01T06:59:00Z", tick=False):
        answer = client.get(PAGE)
        assert "November 2026" not in words(answer.content.decode())
        assert answer.headers["Cache-Control"] == "public, max-age=60"
    with time_machine.travel("2026-12-01T06:59:45Z", tick=False):
        assert client.get(PAGE).headers["Cache-Control"] == "public, max-age=15"
    with time_machine.travel("2026-12-01T07:00:00Z", tick=False):
        assert "November 2026 50" in text(client)


def test_the_month_changes_no_other_page(client: Client) -> None:
    with time_machine.travel("2026-12-01T06:59:45Z", tick=False):
        for address in ("/third-parties/", "/"):
            headers = client.get(address).headers
            assert headers["Cache-Control"] == "public, max-age=60"


def test_a_worker_asks_once_per_month(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    make_views(date(2026, 11, 30), 50)
    monkeypatch.setattr("pages.background.is_running", lambda: True)
    monkeypatch.setattr(transparency, "_remembered", Remembered(transparency._made))
    sections()
    with django_assert_num_queries(0):
        assert sections()[0].rows == []
    with time_machine.travel("2026-12-01T07:00:00Z", tick=False):
        assert sections()[0].rows == [["November 2026", "50"]]


def test_it_tells_disclosures_by_year_and_no_small_figure(client: Client) -> None:
    for _ in range(3):
        make_disclosure("2025-03-01")
    make_disclosure("2023-03-01")
    for month in range(1, 13):
        make_disclosure(f"2022-{month:02}-01")
    found = text(client)
    assert "2025 fewer than 10 2024 none 2023 fewer than 10 2022 12" in found
    assert "2026 fewer" not in found


def test_other_rooms_add_figures(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transparency, "_sources", [])
    section = Section("rights", "Rights requests", "Why.", ["Year"], [], "None yet.")
    add_section(lambda: section)
    found = text(client)
    assert "Rights requests Why. None yet." in found
    assert "Disclosures" not in found


def test_it_says_that_no_views_are_counted(client: Client, settings: Any) -> None:
    settings.COUNT_VIEWS = False
    assert "We count no views." in text(client)


def test_every_page_leads_to_it(client: Client) -> None:
    html = client.get("/").content.decode()
    assert f'href="{PAGE}"' in html
    assert 'href="/third-parties/"' in html


def test_it_is_read_only(client: Client) -> None:
    assert client.post(PAGE).status_code == 405


@pytest.mark.parametrize(
    ("count", "words"), [(0, "fewer than 10"), (9, "fewer than 10"), (10, "10")]
)
def test_small_figures_are_not_told(count: int, words: str) -> None:
    assert told(count) == words
