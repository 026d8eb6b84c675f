"""Eight planted markers: where what a person fills in may be found, and where not.

Every column of every table is read, and the log of the site: a marker stands nowhere,
for what is personal is encrypted. Opened, the columns meant for them hold all of them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from outbox.models import Mail
from outbox.sender import send_due
from rights.correspondence import write_to_person
from rights.law import Right
from rights.models import AnswerFile, FileFacts, Note, RightsRequest
from rights.upkeep import remind_unconfirmed
from tests.outbox.mailserver import Mailbox, MailServer
from tests.rights.people import page_of, posted, send

pytestmark = pytest.mark.django_db

MARKERS = {
    "name": "Quillfeather",
    "email": "zorblatt@example.com",
    "telephone": "314-555-0187",
    "postal": "17 Gnashgab Lane",
    "subject": "Wexelbury",
    "words": "Fribbleton",
    "wrong": "Mumblecrust",
    "message": "Snickersnack",
}
OFFICE = {"note": "Brangleback", "file": "Thistlewick", "content": "Hobbledehoy"}
PLANTED = [*MARKERS.values(), *OFFICE.values(), "zorblatt"]


def cells() -> Iterator[tuple[str, str]]:
    """Every value of every table of the database, as text, with its column."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    binary = isinstance(value, bytes | memoryview)
                    text = bytes(value).decode("latin-1") if binary else str(value)
                    yield f"{table}.{column}", text


def found_in(text: str) -> list[str]:
    return [mark for mark in PLANTED if mark.lower() in text.lower()]


def make_everything(client: Client, by: User) -> RightsRequest:
    fields = {name: text for name, text in MARKERS.items() if name != "message"}
    posted(send(client, Right.RECTIFICATION, behalf="agent", **fields))
    request = RightsRequest.objects.get()
    client.get(page_of(request))
    client.post(page_of(request, "message/"), {"message": MARKERS["message"]})
    client.post(page_of(request, "confirm/"))
    write_to_person(request, f"About {MARKERS['name']}", by)
    note = Note(request=request, by=by, by_name=by.get_username())
    note.seal_text(OFFICE["note"])
    note.save()
    answer = AnswerFile(request=request, by=by, by_name=by.get_username())
    answer.expires_at = request.link_expires_at or request.entered_at
    answer.seal(FileFacts(OFFICE["file"], "text/plain"), OFFICE["content"].encode())
    answer.save()
    client.get(page_of(request))
    client.get(page_of(request, "export/"))
    remind_unconfirmed()
    return request


def test_no_marker_stands_in_any_column_or_log(
    client: Client,
    officer: User,
    caplog: pytest.LogCaptureFixture,
    mail_server: MailServer,
    mailbox: Mailbox,
) -> None:
    caplog.set_level(logging.DEBUG)
    request = make_everything(client, officer)
    seen = list(cells())
    assert len(seen) > 500
    assert [(where, found_in(text)) for where, text in seen if found_in(text)] == []
    # The columns meant for them hold them: the search would find what is there.
    personal = repr(request.personal())
    assert {mark for mark in MARKERS.values() if mark in personal} == {
        mark for name, mark in MARKERS.items() if name != "message"
    }
    (message,) = request.messages.from_person()  # type: ignore[attr-defined]
    assert message.open_text() == MARKERS["message"]

    # Nor in what is mailed, but for where it goes.
    waiting = Mail.objects.waiting().count()
    assert send_due().sent == waiting > 0
    for mail in mailbox.mails:
        body = mail.as_string()
        assert found_in(body.replace(MARKERS["email"], "")) == []
    assert [(where, found_in(text)) for where, text in cells() if found_in(text)] == []
    # The log of the test's own mail server tells all that it reads.
    ours = [record for record in caplog.records if record.name != "mail.log"]
    log = "\n".join(record.getMessage() for record in ours)
    assert found_in(log) == []
    assert request.personal().secret not in log


def test_the_search_finds_what_is_there(client: Client, officer: User) -> None:
    request = make_everything(client, officer)
    note = request.notes.get()
    type(note).objects.update(sealed=OFFICE["note"])
    assert [where for where, text in cells() if found_in(text)] == [
        "rights_note.sealed"
    ]
