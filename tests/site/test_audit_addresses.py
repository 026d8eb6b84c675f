"""The audit finds addresses beside people, however they came there."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.test.utils import isolate_apps
from django.utils import timezone

from centene_site import access_log
from centene_site.address_audit import logs
from centene_site.address_audit.contents import has_address, readable
from centene_site.address_audit.logs import (
    audit_formatters,
    audit_nginx,
    audit_security_log,
    audit_settings,
)
from centene_site.address_audit.tables import ADDRESS_NAME, read_tables
from policy.models import Review
from rights.models import AnswerFile, Hold
from tests.attacks import POSTGRESQL_ONLY, execute
from tests.factories import make_notice, make_staff, make_version
from tests.rights.making import make_personal, make_rights_request
from tests.traffic.visits import make_views

ADDRESS = "198.51.100.23"

pytestmark = pytest.mark.django_db


def audit() -> str:
    """What the command prints. Raises CommandError where it found problems."""
    printed = io.StringIO()
    call_command("audit_addresses", stdout=printed)
    return printed.getvalue()


def problems() -> list[str]:
    """The sentences of problems; the command has to fail then."""
    printed = io.StringIO()
    with pytest.raises(CommandError, match="are problems"):
        call_command("audit_addresses", stdout=printed)
    return [
        line.removeprefix("PROBLEM").strip()
        for line in printed.getvalue().splitlines()
        if line.startswith("PROBLEM")
    ]


def test_this_site_passes_and_says_what_it_looked_at(client: Client) -> None:
    make_notice(version=make_version())
    make_views(make_version().published_at.date(), 5)  # type: ignore[union-attr]
    client.force_login(make_staff())
    client.get("/admin/")
    printed = audit()
    for part in (
        "0 are made for addresses",
        "1 sessions of staff decoded: no address",
        "The access log cuts 203.0.113.77 to 203.0.113.0/24.",
        "nginx.conf read: 1 log formats.",
        "X-Forwarded-For is believed from nobody.",
    ):
        assert part in printed
    assert printed.endswith("beside or joined to a person.\n")


def test_a_column_beside_a_name_is_found() -> None:
    execute("CREATE TABLE visits (id integer, email varchar(50), last_ip varchar(39))")
    assert problems() == [
        "visits.last_ip is made for addresses, beside what names a person."
    ]


def test_a_column_that_a_key_joins_to_a_person_is_found() -> None:
    execute("CREATE TABLE visits (id integer PRIMARY KEY, remote_addr varchar(39))")
    execute(
        "CREATE TABLE clicks (id integer, visit_id integer REFERENCES visits (id), "
        "review_id bigint REFERENCES policy_review (id))"
    )
    (problem,) = problems()
    assert "visits.remote_addr is made for addresses" in problem
    assert "visits – clicks – policy_review" in problem


def test_a_column_that_stands_alone_is_told_and_no_problem() -> None:
    execute("CREATE TABLE floods (id integer, client_ip varchar(39), count integer)")
    assert "floods.client_ip is made for addresses; nothing that names" in audit()


@pytest.mark.parametrize(
    "table", ["rights_rightsrequest", "rights_message", "rights_step", "rights_hold"]
)
def test_a_column_more_of_rights_requests_is_found(table: str) -> None:
    execute(f"ALTER TABLE {table} ADD COLUMN sent_from_ip varchar(39)")
    (problem,) = problems()
    assert problem.startswith(f"{table}.sent_from_ip is made for addresses, beside")


def test_an_address_in_what_staff_write_of_a_request_is_found() -> None:
    by = make_staff()
    reason = f"He wrote from {ADDRESS}."
    Hold.objects.create(reason=reason, placed_by=by, placed_by_name=by.username)
    (problem,) = problems()
    assert problem.startswith("rights_hold.reason holds an address, beside")


def test_what_is_encrypted_of_a_request_is_read_by_its_names() -> None:
    make_rights_request(make_personal(details={"format": "csv"}))
    assert "1 rights requests opened" in audit()
    make_rights_request(make_personal(details={"client_ip": ADDRESS}))
    assert problems() == [
        "Personal.details.client_ip is encrypted beside what names a person."
    ]


def test_what_a_person_writes_of_an_address_is_theirs() -> None:
    make_rights_request(make_personal(words=f"What do you hold about {ADDRESS}?"))
    audit()


def test_what_cannot_be_decrypted_is_passed_over() -> None:
    make_rights_request()
    execute("UPDATE rights_rightsrequest SET sealed = 'nonsense'")
    assert "0 rights requests opened" in audit()


def test_files_of_answers_are_not_read_into_memory() -> None:
    files = read_tables()[AnswerFile._meta.db_table]
    assert "content" in files.columns
    assert "content" not in readable(files)
    assert {"size", "by_name"} < set(readable(files))


@POSTGRESQL_ONLY
def test_a_type_of_postgresql_is_found() -> None:
    execute("CREATE TABLE visits (id integer, username text, place inet, net cidr)")
    assert len(problems()) == 2


@pytest.fixture
def a_model_more(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A model with an address that is called something else, and a key to staff."""
    with isolate_apps():

        class Visit(models.Model):
            whence = models.GenericIPAddressField()
            by = models.IntegerField()

            class Meta:
                app_label = "visits"

            def __str__(self) -> str:
                return ""

        everything = apps.get_models

        def more(*args: Any, **kwargs: Any) -> list[Any]:
            return [*everything(*args, **kwargs), Visit]

        monkeypatch.setattr(apps, "get_models", more)
        yield


@pytest.mark.usefixtures("a_model_more")
def test_what_only_a_model_knows_to_be_an_address_is_found() -> None:
    execute(
        "CREATE TABLE visits_visit (id integer, whence char(39), by_id integer "
        "REFERENCES auth_user (id))"
    )
    (problem,) = problems()
    assert "visits_visit.whence is made for addresses" in problem
    assert problem.endswith("visits_visit – auth_user.")


def test_an_address_in_a_text_is_found() -> None:
    version = make_version()
    Review.objects.create(
        version=version,
        reviewed_at=timezone.now(),
        reviewed_by=make_staff(),
        reviewed_by_name="Pat",
        note=f"Asked from {ADDRESS}, at noon.",
    )
    (problem,) = problems()
    assert problem.startswith("policy_review.note holds an address")


def test_an_address_in_a_session_is_found(client: Client) -> None:
    client.force_login(make_staff())
    session = client.session
    session["seen_from"] = ADDRESS
    session.save()
    assert problems() == ["1 sessions of staff hold an address."]


@pytest.mark.parametrize(
    "text",
    [
        ADDRESS,
        f"from {ADDRESS}.x {ADDRESS}:443",
        '{"a": ["2001:db8::1"]}',
        f"http://{ADDRESS}/",
        f"{ADDRESS}/24",
        f"It was {ADDRESS}.",
    ],
)
def test_an_address_is_known_when_it_is_seen(text: str) -> None:
    assert has_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "12:34:56", "1.2.3", "127.0.0.1:8000", "2026-11-28", "a::b::c", "1.2.3.4.5"],
)
def test_other_things_are_none(text: str) -> None:
    assert not has_address(text)


@pytest.mark.parametrize(
    "name",
    ["ip", "last_ip", "ip_address", "remote_addr", "client_address", "xff", "IP"],
)
def test_names_of_columns_give_addresses_away(name: str) -> None:
    assert ADDRESS_NAME.search(name)


@pytest.mark.parametrize("name", ["zip", "description", "address_hash", "recipient_id"])
def test_other_names_do_not(name: str) -> None:
    assert not ADDRESS_NAME.search(name)


def test_a_log_format_with_an_address_is_found(settings: Any) -> None:
    config = copy.deepcopy(settings.LOGGING)
    config["formatters"]["line"]["format"] = "{asctime} {request.META} {message}"
    assert [each.is_problem for each in audit_formatters(config)] == [True, False]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("'$privacy_network ", "'$remote_addr ", "logs $remote_addr."),
        ("$privacy_path", "$request_uri", "logs $request_uri."),
        ("error_log /dev/null emerg;", "error_log /var/log/e;", "/var/log/e names"),
        ("privacy.log privacy buffer=32k flush=1s;", "privacy.log;", "own format"),
    ],
)
def test_a_log_of_nginx_with_an_address_is_found(
    tmp_path: Path, settings: Any, old: str, new: str, problem: str
) -> None:
    text = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    assert old in text
    (tmp_path / "nginx.conf").write_text(text.replace(old, new))
    found = list(audit_nginx(tmp_path / "nginx.conf"))
    assert any(each.is_problem and problem in each.sentence for each in found)


def test_without_the_example_it_says_so(tmp_path: Path) -> None:
    (found,) = audit_nginx(tmp_path / "nginx.conf")
    assert "look at what your proxy logs" in found.sentence


def test_a_security_log_that_others_read_is_found(tmp_path: Path) -> None:
    path = tmp_path / "2020-01-01.jsonl"
    path.write_text("{}\n")
    path.chmod(0o644)
    found = [each.sentence for each in audit_security_log(tmp_path, 30) if each[1]]
    assert len(found) == 2


def test_a_file_that_nothing_removes_is_found(tmp_path: Path) -> None:
    path = tmp_path / "copy of mine.jsonl"
    path.touch(mode=0o600)
    found = [each.sentence for each in audit_security_log(tmp_path, 30) if each[1]]
    assert found == ["copy of mine.jsonl is of no day: nothing removes it."]


@pytest.mark.parametrize("path", logs.SECRET_PATHS)
def test_a_secret_path_in_the_access_log_is_found(
    monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(access_log, "without_secrets", lambda path: path)
    access_log._path.cache_clear()
    try:
        found = [each.sentence for each in logs.audit_access_log() if each.is_problem]
    finally:
        access_log._path.cache_clear()
    assert any(path in sentence for sentence in found)


def test_a_package_that_keeps_addresses_is_found() -> None:
    found = audit_settings(["policy", "axes.apps.AppConfig"])
    (problem,) = [each for each in found if each.is_problem]
    assert "The package axes keeps addresses" in problem.sentence
