"""Reading open data in tests: every answer is held against its schema."""

from __future__ import annotations

from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from centene_site.schemas import SCHEMAS

JSON = "application/json"
PROBLEM = "application/problem+json"


def read(address: str, status: int = 200, **headers: str) -> dict[str, Any]:
    """What the address answers, after it was checked."""
    answer: Any = Client(headers=headers).get(address)
    assert answer.status_code == status, answer.content
    expected = JSON if status == 200 else PROBLEM
    assert answer.headers["Content-Type"] == expected
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    content: dict[str, Any] = answer.json()
    name = content["$schema"].rpartition("/")[2].removesuffix(".json")
    assert content["$schema"] == f"http://localhost:8000/schemas/{name}.json"
    check(content, name)
    return content


def check(content: Any, name: str) -> None:
    """Hold an answer against its schema, and against fields that it does not list."""
    validator = Draft202012Validator(
        closed(SCHEMAS[name]), format_checker=FormatChecker()
    )
    validator.validate(content)


def closed(schema: Any) -> Any:
    """The schema with no room for other fields: documented is what is there."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(each) for name, each in schema.items()}
    if "properties" in made and "required" in made:
        made["additionalProperties"] = False
    return made
