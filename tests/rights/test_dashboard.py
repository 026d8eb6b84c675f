"""The dashboard and the panel of the first page."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from pytest_django import DjangoAssertNumQueries

from policy.roles import AUDITORS, EDITORS, PRIVACY_OFFICE
from rights.businessdays import office_day
from rights.desk.figures import WEEKS_AHEAD, WEEKS_BACK, figures
from rights.models import RightsRequest
from rights.states import State
from tests.desk import desk, text_of
from tests.rights.desk import QUEUE, make_telephoned
from tests.rights.making import bring_to

pytestmark = pytest.mark.django_db

PAGE = f"{QUEUE}dashboard/"
SVG = "{http://www.w3.org/2000/svg}"


def due(days: int) -> RightsRequest:
    asked = make_telephoned()
    day = office_day() + timedelta(days=days)
    RightsRequest.objects.filter(pk=asked.pk).update(answer_by=day, last_day=day)
    return asked


def drawing(answer: object) -> ElementTree.Element:
    html = answer.content.decode()  # type: ignore[attr-defined]
    start = html.index('<svg class="chart"')
    return ElementTree.fromstring(html[start : html.index("</svg>", start) + 6])


def test_it_draws_what_is_due_and_lists_the_same_figures() -> None:
    for days in (-40, -1, 0, 6, 7, 30, 300):
        due(days)
    bring_to(State.WITHDRAWN, request=due(3))
    answer = desk(PRIVACY_OFFICE).get(PAGE)
    svg = drawing(answer)
    titles = [part.findtext(f"{SVG}title") or "" for part in svg.iter(f"{SVG}rect")]
    drawn = [int(title.rsplit(" ", 1)[1]) for title in titles if title]
    assert sum(drawn) == 7
    assert sum("Overdue" in title for title in titles) >= 1
    found = figures(office_day())
    assert [column.total for column in found.columns] == ["2", "2", "3"]
    assert found.sum == "7"
    assert len(found.rows) == WEEKS_BACK + 1 + WEEKS_AHEAD
    assert sum(int(row.sum) for row in found.rows) == 7
    words = text_of(answer)
    assert found.rows[0].name in words
    assert svg.find(f"{SVG}desc").text.startswith("7 in all")  # type: ignore[union-attr]


def test_what_lies_beyond_counts_in_the_first_and_the_last_week() -> None:
    due(-400), due(400)
    found = figures(office_day())
    assert found.rows[0].counts == ["1", "0", "0"]
    assert found.rows[0].name.startswith("until ")
    assert found.rows[-1].counts == ["0", "0", "1"]
    assert found.rows[-1].name.startswith("from ")


def test_each_degree_has_a_pattern_of_its_own() -> None:
    due(1)
    patterns = drawing(desk(AUDITORS).get(PAGE)).findall(f".//{SVG}pattern")
    shapes = [tuple(part.tag for part in pattern) for pattern in patterns]
    assert len(shapes) == len(set(shapes)) == 3


def test_it_says_so_where_nothing_is_open() -> None:
    answer = desk(AUDITORS).get(PAGE)
    assert "No request is open." in text_of(answer)
    assert '<svg class="chart"' not in answer.content.decode()


def test_it_asks_no_more_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    due(1)
    with django_assert_num_queries(1):
        figures(office_day())
    for days in range(30):
        due(days)
    with django_assert_num_queries(1):
        assert figures(office_day()).sum == "31"


# --- The first page ---


def test_the_first_page_says_what_is_overdue_and_due_this_week() -> None:
    late, soon, later = due(-2), due(3), due(20)
    words = text_of(desk(PRIVACY_OFFICE).get("/admin/"))
    assert "1 is overdue, 1 is due this week, 3 are nobody’s, of 3 open." in words
    assert words.index(late.number) < words.index(soon.number)
    assert later.number not in words
    assert "2 days overdue" in words


def test_auditors_see_how_many_and_not_which() -> None:
    late = due(-2)
    answer = desk(AUDITORS).get("/admin/")
    assert "1 is overdue" in text_of(answer)
    assert late.number not in text_of(answer)
    assert f'href="{QUEUE}"' not in answer.content.decode()


def test_others_see_nothing_of_it() -> None:
    due(-2)
    assert "overdue," not in text_of(desk(EDITORS).get("/admin/"))


def test_it_says_so_when_none_is_open() -> None:
    assert "None is open." in text_of(desk(PRIVACY_OFFICE).get("/admin/"))


def test_the_panel_is_bounded(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    office = desk(PRIVACY_OFFICE)
    due(1)
    with django_assert_max_num_queries(30) as few:
        office.get("/admin/")
    for _ in range(15):
        due(1)
    with django_assert_max_num_queries(len(few.captured_queries)):
        html = office.get("/admin/").content.decode()
    assert html.count("due-this-week") == 10
