"""The security log: what was refused, from where, and never a name."""

from __future__ import annotations

import io
import json
import logging
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from centene_site import security_log
from centene_site.security_log import DayFiles, hash_of, remove_what_is_old
from consent import throttle
from consent.throttle import Bucket
from outbox.limits import Limit
from tests.consent.posting import choose
from tests.factories import PASSWORD, make_staff
from tests.rights.making import JANE, make_rights_request
from tests.rights.people import OURS, filled, page_of

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
NAME = "very-special-name"


@pytest.fixture(autouse=True)
def lines() -> Iterator[list[dict[str, str]]]:
    """What is logged while a test runs."""
    found: list[dict[str, str]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(record.getMessage()))

    handler = Kept()
    logging.getLogger("security").addHandler(handler)
    yield found
    logging.getLogger("security").removeHandler(handler)


def sign_in(client: Client, name: str, password: str = "wrong", **extra: Any) -> Any:
    return client.post(LOGIN, {"username": name, "password": password}, **extra)


def test_a_failed_sign_in_is_logged_without_the_name(
    client: Client, lines: list[dict[str, str]]
) -> None:
    make_staff(username=NAME)
    sign_in(client, NAME, REMOTE_ADDR="203.0.113.77")
    sign_in(client, NAME.upper())
    sign_in(client, "somebody-else")
    first, second, third = lines
    assert first["event"] == "sign-in failed"
    assert first["address"] == "203.0.113.77"
    assert first["path"] == LOGIN
    assert datetime.fromisoformat(first["at"]).utcoffset() == timedelta(0)
    assert first["name"] == second["name"] == hash_of(NAME) != third["name"]
    assert NAME not in json.dumps(lines)
    assert PASSWORD not in json.dumps(lines)


def test_the_hash_of_a_name_needs_the_key(settings: Any) -> None:
    before = hash_of(NAME)
    settings.SECRET_KEY = "y" * 60
    assert hash_of(NAME) != before


def test_who_signs_in_or_fills_in_nothing_is_not_logged(
    client: Client, lines: list[dict[str, str]]
) -> None:
    staff = make_staff()
    client.get(LOGIN)
    sign_in(client, "")
    sign_in(client, staff.username, PASSWORD)
    assert lines == []


def test_a_forged_header_changes_nothing(
    client: Client, lines: list[dict[str, str]]
) -> None:
    headers = {"X-Forwarded-For": "198.51.100.5"}
    sign_in(client, NAME, REMOTE_ADDR="203.0.113.77", headers=headers)
    assert lines[0]["address"] == "203.0.113.77"


def test_a_throttled_request_is_logged(
    client: Client, lines: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consent.choosing.records", Bucket(0.001, 1))
    choose(client, "accept")
    assert choose(Client(), "accept").status_code == 429
    (line,) = lines
    assert (line["event"], line["path"]) == ("throttled", "/consent/choose/")
    assert "name" not in line
    assert throttle.records is not None


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/consent/choose/", {"Sec-Fetch-Site": "cross-site"}),
        ("/consent/choose/", {"Origin": "https://other.example"}),
        ("/subscribe/send/", {"Sec-Fetch-Site": "same-site"}),
        ("/notices/1/hide/", {"Sec-Fetch-Site": "cross-site"}),
        ("/privacy-rights/send/", {"Sec-Fetch-Site": "cross-site"}),
        ("/privacy-rights/link/send/", {"Origin": "https://other.example"}),
        ("/privacy-rights/held/send/", {"Sec-Fetch-Site": "cross-site"}),
        ("/privacy-rights/request/withdraw/", {"Sec-Fetch-Site": "cross-site"}),
        # Here a cookie says who asks: a browser has to say that we sent the form.
        ("/privacy-rights/request/withdraw/", {}),
    ],
)
def test_a_post_from_another_site_is_logged(
    client: Client, lines: list[dict[str, str]], path: str, headers: dict[str, str]
) -> None:
    assert client.post(path, {"choice": "accept"}, headers=headers).status_code == 403
    (line,) = lines
    assert line["event"] == "post from another site refused"
    assert line["path"] == path


@pytest.mark.parametrize("path", ["send", "link/send", "held/send"])
def test_a_form_without_token_of_who_does_not_say_is_logged(
    lines: list[dict[str, str]], path: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    path = f"/privacy-rights/{path}/confirm/"
    assert client.post(path, {"email": "a@example.com"}).status_code == 403
    assert [line["path"] for line in lines] == [path]


def test_throttled_rights_requests_are_logged_without_who_asks(
    client: Client, lines: list[dict[str, str]]
) -> None:
    form = {"email": JANE}
    for path in ("send", "link/send", "held/send"):
        for number in ("R-7K3M-9Q2X", "R-7K3M-9Q2Y"):
            fields = filled(name=number) if path == "send" else {"number": number}
            path_there = f"/privacy-rights/{path}/"
            client.post(path_there, fields | form, headers=OURS)
    assert [(line["event"], line["path"]) for line in lines] == [
        ("throttled", "/privacy-rights/send/"),
        *[("throttled", "/privacy-rights/link/send/")] * 2,
        *[("throttled", "/privacy-rights/held/send/")] * 2,
    ]
    assert JANE not in json.dumps(lines)
    assert "R-7K3M" not in json.dumps(lines)


def test_a_request_whose_messages_are_too_many_is_logged_without_its_secret(
    client: Client, lines: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = Limit("few messages", 1, timedelta(days=1))
    monkeypatch.setattr("rights.correspondence.PERSONS_A_DAY", limit)
    asked = make_rights_request()
    secret = asked.personal().secret
    for _ in range(2):
        client.post(page_of(asked, "message/"), {"message": "Hello?"}, headers=OURS)
    (line,) = lines
    assert line["path"] == "/privacy-rights/requests/-/message/"
    assert secret not in json.dumps(lines)


def test_a_form_of_the_desk_from_another_site_is_logged(
    lines: list[dict[str, str]],
) -> None:
    client = Client(enforce_csrf_checks=True)
    headers = {"Origin": "https://other.example"}
    assert client.post(LOGIN, {"username": NAME}, headers=headers).status_code == 403
    assert [line["event"] for line in lines] == ["post from another site refused"]


def test_what_staff_may_not_do_is_no_attack(lines: list[dict[str, str]]) -> None:
    client = Client()
    client.force_login(make_staff())
    answer = client.post(
        "/admin/policy/policyversion/add/",
        {},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 403
    assert lines == []


def test_nobody_can_write_a_line_of_their_own(
    client: Client, lines: list[dict[str, str]]
) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger("security").addHandler(handler)
    try:
        client.post("/consent/choose/\n{}\x1b[31m", headers={"Origin": "https://x.y"})
        sign_in(client, 'x"\n{"event":"forged"}')
    finally:
        logging.getLogger("security").removeHandler(handler)
    written = stream.getvalue().splitlines()
    assert len(written) == len(lines)
    assert all(line.isprintable() for line in written)


def record(text: str = "{}") -> logging.LogRecord:
    return logging.LogRecord("security", logging.WARNING, "", 0, text, (), None)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_day_is_a_file_that_its_owner_reads(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    first, second = DayFiles(folder, 30), DayFiles(folder, 30)
    with time_machine.travel(datetime(2026, 11, 28, 23, 59, tzinfo=UTC), tick=False):
        first.emit(record('{"a":1}'))
        second.emit(record('{"b":2}'))
    path = folder / "2026-11-28.jsonl"
    assert path.read_text() == '{"a":1}\n{"b":2}\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with time_machine.travel(datetime(2026, 11, 29, tzinfo=UTC), tick=False):
        first.emit(record())
    assert names(folder) == ["2026-11-28.jsonl", "2026-11-29.jsonl"]


def test_after_thirty_days_a_file_is_removed(tmp_path: Path, settings: Any) -> None:
    settings.SECURITY_LOG_FOLDER = tmp_path
    for name in ("2026-10-28.jsonl", "2026-10-29.jsonl", "mine.jsonl", "other.txt"):
        (tmp_path / name).write_text("{}\n")
    with time_machine.travel(datetime(2026, 11, 28, tzinfo=UTC), tick=False):
        remove_what_is_old()
    assert names(tmp_path) == ["2026-10-29.jsonl", "mine.jsonl", "other.txt"]


def test_a_flood_does_not_fill_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security_log, "LARGEST_FILE", 10)
    handler = DayFiles(tmp_path, 30)
    for _ in range(9):
        handler.emit(record())
    (path,) = tmp_path.iterdir()
    assert path.stat().st_size < 20


def test_who_cannot_write_the_log_answers_nevertheless(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    DayFiles(tmp_path / "file" / "folder", 30).emit(record())


def test_it_goes_to_the_console_and_to_a_file(settings: Any) -> None:
    handlers = settings.LOGGING["loggers"]["security"]["handlers"]
    named = [settings.LOGGING["handlers"][name] for name in handlers]
    assert named[0]["stream"] == "ext://sys.stdout"
    assert named[1]["folder"] == settings.DATA_DIR / "security-log"
    assert named[1]["days"] == 30


def test_no_table_has_a_line_of_it(client: Client) -> None:
    sign_in(client, NAME, REMOTE_ADDR="203.0.113.77")
    for model in apps.get_models(include_auto_created=True):
        rows = str(list(model._base_manager.values()))
        assert "203.0.113" not in rows, model
        assert hash_of(NAME) not in rows, model
