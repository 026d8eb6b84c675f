"""Answer templates: written by the office, with placeholders that exist."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from policy.roles import PRIVACY_OFFICE
from rights.law import Right
from rights.models import AnswerTemplate
from rights.placeholders import PLACEHOLDERS, fill, problems
from tests.desk import desk, text_of, value_of
from tests.factories import moment
from tests.rights.desk import make_telephoned
from tests.rights.making import make_personal

pytestmark = pytest.mark.django_db

ADD = "/admin/rights/answertemplate/add/"


@pytest.fixture
def office() -> Client:
    return desk(PRIVACY_OFFICE)


def fields(**more: Any) -> dict[str, str]:
    return {"title": "We have it", "right": "", "text": "Dear {name}"} | more


def test_it_is_added_changed_and_deleted(office: Client) -> None:
    assert office.post(ADD, fields()).status_code == 302
    template = AnswerTemplate.objects.get()
    change = f"/admin/rights/answertemplate/{template.pk}/change/"
    office.post(change, fields(right=Right.ERASURE.value))
    template.refresh_from_db()
    assert template.right == Right.ERASURE
    assert "Erasure" in text_of(office.get("/admin/rights/answertemplate/"))
    office.post(f"/admin/rights/answertemplate/{template.pk}/delete/", {"post": "yes"})
    assert not AnswerTemplate.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dear {nmae}", "{nmae} is no placeholder."),
        ("Dear {}", "{} is no placeholder."),
        ("Dear {name", "A brace stands alone"),
        ("Dear {{name}}", "A brace stands alone"),
        ("", "This field is required."),
        ("x" * 5001, "Write at most 5000 characters."),
    ],
)
def test_a_wrong_placeholder_is_refused_and_nothing_is_lost(
    office: Client, text: str, said: str
) -> None:
    answer = office.post(ADD, fields(text=text))
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert value_of(answer, "text") == text
    assert not AnswerTemplate.objects.exists()


def test_the_form_lists_the_placeholders(office: Client) -> None:
    words = text_of(office.get(ADD))
    for name in PLACEHOLDERS:
        assert f"{{{name}}}" in words


def test_every_placeholder_is_filled_in() -> None:
    asked = make_telephoned(at=moment("2026-11-28 18:00"), region="TX")
    text = "|".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert list(problems(text)) == []
    assert fill(text, asked, make_personal(email="")).split("|") == [
        *("Jane Roe", asked.number, "Access", "November 28, 2026"),
        *("December 28, 2026", "Centene Corporation", "1-800-345-1642"),
    ]


def test_what_is_not_known_stays_in_its_braces() -> None:
    assert fill("Dear {name}", make_telephoned(), None) == "Dear {name}"
