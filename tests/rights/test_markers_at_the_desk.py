"""Nothing that a person or the office wrote stands outside the columns meant for it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from policy.roles import PRIVACY_OFFICE
from rights.businessdays import office_day
from rights.models import RightsRequest
from rights.models.sealed import Sealed
from tests.desk import desk
from tests.rights.desk import QUEUE, address

pytestmark = pytest.mark.django_db

NAME, STREET, TELEPHONE = "Quillfeather", "Marrowbone", "5550142"
EMAIL = "zephyrine@example.com"
WORDS, NOTE, MESSAGE, FILE = "Thistledown", "Gossamer", "Peppercorn", "Larkspur"
MARKS = (NAME, STREET, TELEPHONE, EMAIL, WORDS, NOTE, MESSAGE, FILE)


def worked(client: Client) -> list[Any]:
    """One request from its letter to its refusal; every answer on the way."""
    typed = {
        "channel": "letter",
        "received_on": office_day().isoformat(),
        "behalf": "self",
        "relation": "member",
        "country": "US",
        "region": "TX",
        "name": NAME,
        "email": EMAIL,
        "telephone": TELEPHONE,
        "postal": STREET,
        "words": WORDS,
    }
    answers = [client.post(f"{QUEUE}add/?right=access", typed)]
    asked = RightsRequest.objects.get()
    file = SimpleUploadedFile(f"{FILE}.txt", FILE.encode())
    steps: list[tuple[str, dict[str, Any]]] = [
        ("note", {"text": NOTE}),
        ("message", {"text": MESSAGE}),
        ("message", {"text": f"{MESSAGE} {{left}}"}),
        ("file", {"file": file}),
        ("verify", {"check": "account", "manner": "letter"}),
        ("begin", {}),
        ("extend", {"reason": "complex", "explanation": MESSAGE}),
        ("refuse", {"ground": "claims", "manner": "web", "explanation": MESSAGE}),
        ("appeal", {"manner": "letter"}),
    ]
    answers += [client.post(address(asked, name), data) for name, data in steps]
    answers += [client.post(f"{QUEUE}find/", {"wanted": EMAIL})]
    answers += [client.get(f"{QUEUE}?state=all"), client.get(address(asked))]
    return answers


def stored() -> dict[str, str]:
    """Every table of the database as text, as its file or a dump would show it."""
    found = {}
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
        plain = [
            [bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]
            for row in rows
        ]
        found[table] = repr(plain)
    return found


def test_it_is_nowhere_in_the_database(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = desk(PRIVACY_OFFICE)
    answers = worked(client)
    assert [answer.status_code for answer in answers].count(400) == 1
    tables = stored()
    assert "rights_rightsrequest" in tables
    for table, rows in tables.items():
        for mark in MARKS:
            assert mark not in rows, table
    # Django's own log of changes, and messages in the session.
    assert not LogEntry.objects.exists()
    for mark in MARKS:
        assert mark not in str(dict(client.session.items()))
    logged = "\n".join(
        record.getMessage()
        for record in caplog.records
        if record.name != "django.db.backends"
    )
    for mark in MARKS:
        assert mark not in logged


def test_no_address_holds_it() -> None:
    answers = worked(desk(PRIVACY_OFFICE))
    for answer in answers:
        where = answer.get("Location", "") + answer.request["PATH_INFO"]
        where += answer.request["QUERY_STRING"]
        for mark in MARKS:
            assert mark not in where


def test_only_the_page_of_a_request_shows_it() -> None:
    client = desk(PRIVACY_OFFICE)
    *others, page = worked(client)
    shown = page.content.decode()
    for mark in MARKS:
        assert mark in shown
    for answer in others:
        html = answer.content.decode()
        # A form that is refused gives back what was typed.
        back = {MESSAGE} if answer.status_code == 400 else set()
        found = {mark for mark in MARKS if mark in html}
        assert found <= back | (
            {EMAIL} if "find/" in answer.request["PATH_INFO"] else back
        )


def test_every_model_of_the_room_says_what_is_encrypted() -> None:
    sealed = {
        model.__name__ for model in apps.get_models() if issubclass(model, Sealed)
    }
    assert sealed == {"RightsRequest", "Message", "Note", "AnswerFile"}
