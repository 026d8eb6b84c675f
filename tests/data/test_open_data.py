"""How open data is asked for: conditions, methods, other sites' scripts, schemas."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from jsonschema import Draft202012Validator

from centene_site.schemas import SCHEMAS
from tests.data.reading import check, read
from tests.factories import make_notice, make_policy, make_version

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/policies.json",
    "/terms.json",
    "/terms/versions.json",
    "/terms/versions/1.json",
    "/terms/compare/1...1.json",
    "/notices.json",
    "/notices/1.json",
    "/cookies.json",
    "/schemas/version.json",
]
every_address = pytest.mark.parametrize("address", ADDRESSES)


@pytest.fixture(autouse=True)
def site() -> None:
    make_version(make_policy(slug="terms"))
    make_notice()


@every_address
def test_who_has_it_already_gets_no_second_copy(address: str) -> None:
    answer: Any = Client().get(address)
    again: Any = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    # Without it a browser keeps the answer from the script that asked.
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in again.headers["Access-Control-Expose-Headers"]


@every_address
def test_head_answers_like_get_without_the_body(address: str) -> None:
    expected: Any = Client().get(address)
    answer: Any = Client().head(address)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["ETag"] == expected.headers["ETag"]


@every_address
def test_a_script_of_another_site_may_ask_conditionally(address: str) -> None:
    """If-None-Match is no simple header: the browser asks beforehand."""
    client = Client(enforce_csrf_checks=True, headers={"Origin": "https://a.example"})
    answer: Any = client.options(address)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert not answer.cookies


@every_address
def test_another_method_is_a_problem_in_json(address: str) -> None:
    answer: Any = Client(enforce_csrf_checks=True).post(address)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Content-Type"] == "application/problem+json"
    check(answer.json(), "problem")


def test_a_database_that_fails_is_a_problem_in_json(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("policy.data.views.public_policies", fail)
    answer: Any = Client(raise_request_exception=False).get("/policies.json")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    check(answer.json(), "problem")


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_valid_and_has_its_own_address(name: str) -> None:
    answer: Any = Client().get(f"/schemas/{name}.json")
    assert answer.headers["Content-Type"] == "application/schema+json"
    schema = json.loads(answer.content)
    assert schema["$id"] == f"http://localhost:8000/schemas/{name}.json"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def undescribed(schema: Any, path: str = "") -> list[str]:
    """Fields that nothing is said of."""
    fields = schema.get("properties", {})
    bare = [f"{path}.{name}" for name in fields if not fields[name].get("description")]
    for name, field in fields.items():
        bare += undescribed(field, f"{path}.{name}")
    if "items" in schema:
        bare += undescribed(schema["items"], f"{path}[]")
    return bare


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_field_is_described(name: str) -> None:
    assert undescribed(SCHEMAS[name]) == []


def test_the_catalogue_in_force_is_what_visitors_are_asked_with() -> None:
    content = read("/cookies.json")
    assert [each["slug"] for each in content["categories"]] == [
        *("authentication", "status", "analytics", "consent")
    ]
    assert all(each["cookies"] for each in content["categories"])
    page = Client().get("/").content.decode()
    assert content["banner"]["sentence"] in page


def test_without_a_catalogue_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consent.data.catalogue_now", lambda: None)
    content = read("/cookies.json", 503)
    assert content["detail"] == "No catalogue of cookies is published."
