"""Strict readers of the environment: each refusal names its variable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from centene_site import env

NAME = "A_VARIABLE"


@pytest.fixture
def variable(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setenv(NAME, text)


def refusal(read: Callable[[], object]) -> str:
    with pytest.raises(ImproperlyConfigured) as error:
        read()
    text = str(error.value)
    assert NAME in text
    return text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("YES", True),
        (" 1 ", True),
        ("False", False),
        ("no", False),
        ("0", False),
    ],
)
def test_a_yes_or_no(variable: Callable[[str], None], text: str, value: bool) -> None:
    variable(text)
    assert env.env_bool(NAME, not value) is value


@pytest.mark.parametrize("text", ["treu", "on", "2", "y"])
def test_a_typo_is_not_a_no(variable: Callable[[str], None], text: str) -> None:
    variable(text)
    assert "must be true or false" in refusal(lambda: env.env_bool(NAME, False))


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_variable_counts_as_absent(
    variable: Callable[[str], None], text: str
) -> None:
    variable(text)
    assert env.env_bool(NAME, True) is True
    assert env.env_int(NAME, 7, maximum=9) == 7
    assert env.env_list(NAME, ["a"]) == ["a"]
    assert env.env_str(NAME, "b") == "b"
    assert env.env_pair(NAME) is None
    assert env.env_pattern(NAME, "x+", example="xx") == ""
    assert env.env_secret(NAME) == ""
    assert env.env_site_url(NAME, "http://localhost") == "http://localhost"
    assert env.env_choice(NAME, "INFO", ("INFO",)) == "INFO"


@pytest.mark.parametrize("text", ["-1", "1.5", "ten", "٣", "0", "1e3", "+1"])
def test_a_whole_number(variable: Callable[[str], None], text: str) -> None:
    variable(text)
    message = refusal(lambda: env.env_int(NAME, 5, minimum=1, maximum=9))
    assert "must be a whole number from 1 to 9" in message


def test_a_list(variable: Callable[[str], None]) -> None:
    variable(" a, b ,,c ")
    assert env.env_list(NAME, []) == ["a", "b", "c"]
    variable("St. Louis, MO; USA")
    assert env.env_list(NAME, [], separator=";") == ["St. Louis, MO", "USA"]


@pytest.mark.parametrize("text", ["one", "a,b,c"])
def test_a_pair(variable: Callable[[str], None], text: str) -> None:
    variable("HTTP_X_FORWARDED_PROTO, https")
    assert env.env_pair(NAME) == ("HTTP_X_FORWARDED_PROTO", "https")
    variable(text)
    assert "in Django's spelling" in refusal(lambda: env.env_pair(NAME))


def test_networks(variable: Callable[[str], None]) -> None:
    assert env.env_networks(NAME) == []
    variable("127.0.0.1, 10.0.0.0/8,2001:db8::/32")
    networks = list(map(str, env.env_networks(NAME)))
    assert networks == ["127.0.0.1/32", "10.0.0.0/8", "2001:db8::/32"]
    for text in ("*", "10.0.0.0/8, *", "proxy", "10.0.0.1/8", "10.0.0.0/33"):
        variable(text)
        assert "must name the addresses of your proxies" in refusal(
            lambda: env.env_networks(NAME)
        )


def test_one_of_several(variable: Callable[[str], None]) -> None:
    variable("warning")
    assert env.env_choice(NAME, "INFO", ("INFO", "WARNING")) == "WARNING"
    variable("loud")
    message = refusal(lambda: env.env_choice(NAME, "INFO", ("INFO", "WARNING")))
    assert "one of INFO, WARNING, not 'loud'" in message


@pytest.mark.parametrize("text", ["zzz", "G-", "G-1\nx", "xG-1"])
def test_a_pattern_holds_for_the_whole_text(
    variable: Callable[[str], None], text: str
) -> None:
    variable(text)
    message = refusal(lambda: env.env_pattern(NAME, "G-[A-Z0-9]+", example="G-ABC"))
    assert "must look like G-ABC" in message


def test_a_path_is_absolute(variable: Callable[[str], None]) -> None:
    variable("data")
    assert env.env_path(NAME, Path("x")) == Path.cwd() / "data"
    variable("~/data")
    assert env.env_path(NAME, Path("x")) == Path.home() / "data"


# --- Secrets ---


def test_a_secret_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3cret\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(file))
    assert env.env_secret(NAME) == "s3cret"
    monkeypatch.setenv(NAME, "other")
    assert f"Set {NAME} or {NAME}_FILE, not both." in refusal(
        lambda: env.env_secret(NAME)
    )


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_secret_file_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv(f"{NAME}_FILE", str(file))
    assert "which cannot be read" in refusal(lambda: env.env_secret(NAME))


def test_a_short_secret_is_refused_and_not_repeated(
    variable: Callable[[str], None],
) -> None:
    variable("hunter2")
    message = refusal(lambda: env.env_secret(NAME, minimum_length=8))
    assert "too short" in message
    assert "hunter2" not in message


def test_a_required_secret_says_how_to_set_it() -> None:
    message = refusal(lambda: env.env_required_secret(NAME, minimum_length=50))
    assert "is not set" in message
    assert f"{NAME}_FILE" in message


def test_several_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert env.env_secrets(NAME, minimum_length=4) == []
    file = tmp_path / "secrets"
    file.write_text("first\nsecond\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(file))
    assert env.env_secrets(NAME, minimum_length=4) == ["first", "second"]
    message = refusal(lambda: env.env_secrets(NAME, minimum_length=6))
    assert "a key that is too short" in message
    assert "first" not in message


# --- Addresses ---


@pytest.mark.parametrize(
    "text",
    [
        "privacy@example.com",
        "Privacy office <privacy@example.com>",
        "O'Neil and Sons <privacy@example.com>",
        "Büro St. Louis <privacy@example.com>",
    ],
)
def test_who_mails_come_from(variable: Callable[[str], None], text: str) -> None:
    variable(text)
    assert env.env_mailbox(NAME) == text


@pytest.mark.parametrize(
    "text",
    [
        "privacy",
        "privacy@",
        "Privacy office privacy@example.com",
        "Privacy office <privacy>",
        "<privacy@example.com>",
        "one@example.com, two@example.com",
        "Privacy <one@example.com>, <two@example.com>",
        "Privacy\nBcc: all@example.com <privacy@example.com>",
    ],
)
def test_who_mails_cannot_come_from(variable: Callable[[str], None], text: str) -> None:
    variable(text)
    message = refusal(lambda: env.env_mailbox(NAME))
    assert "must look like privacy@example.com or Privacy office <" in message


def test_without_a_mail_server_nobody_is_needed_whom_mails_come_from() -> None:
    assert env.env_mailbox(NAME) == "nobody@localhost"
    message = refusal(lambda: env.env_mailbox(NAME, required_by="EMAIL_HOST"))
    assert "is not set, and with EMAIL_HOST mails need an address" in message


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://privacy.example.com", "https://privacy.example.com"),
        ("https://privacy.example.com/", "https://privacy.example.com"),
        ("https://privacy.example.com:8443", "https://privacy.example.com:8443"),
        ("http://localhost:9000", "http://localhost:9000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_address_of_the_site(
    variable: Callable[[str], None], text: str, url: str
) -> None:
    variable(text)
    assert env.env_site_url(NAME, "") == url


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("privacy.example.com", "must be an address such as"),
        ("ftp://example.com", "must be an address such as"),
        ("https://", "must be an address such as"),
        ("https://example.com:99999", "must be an address such as"),
        ("https://[::1", "must be an address such as"),
        ("https://example.com/privacy", "without a path"),
        ("https://example.com?x=1", "without a path"),
        ("https://pat@example.com", "without a path"),
        ("http://example.com", "must begin with https://"),
        ("http://localhost.example.com", "must begin with https://"),
    ],
)
def test_an_address_that_cannot_be_the_sites(
    variable: Callable[[str], None], text: str, reason: str
) -> None:
    variable(text)
    assert reason in refusal(lambda: env.env_site_url(NAME, ""))


@pytest.mark.parametrize(
    ("text", "engine", "name"),
    [
        (
            "sqlite:////var/site.sqlite3",
            "django.db.backends.sqlite3",
            "/var/site.sqlite3",
        ),
        ("postgresql://u:p@db:5433/site", "django.db.backends.postgresql", "site"),
        ("postgres://u:p%40@db/site", "django.db.backends.postgresql", "site"),
    ],
)
def test_a_database(
    variable: Callable[[str], None], text: str, engine: str, name: str
) -> None:
    variable(text)
    found = env.env_database(NAME, "")
    assert (found["ENGINE"], found["NAME"]) == (engine, name)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("mysql://u:secret@db/site", "must begin with sqlite:/// or postgresql://"),
        ("db.example.com", "must begin with sqlite:/// or postgresql://"),
        ("postgresql://u:secret@db:port/site", "is not a database address"),
        ("postgresql://u:secret@db", "must name a database"),
    ],
)
def test_what_is_no_database_is_refused_without_its_password(
    variable: Callable[[str], None], text: str, reason: str
) -> None:
    variable(text)
    message = refusal(lambda: env.env_database(NAME, ""))
    assert reason in message
    assert "secret" not in message


def test_a_day(variable: Callable[[str], None]) -> None:
    assert env.env_day(NAME, "2027-10-01") == date(2027, 10, 1)
    variable("2030-02-28")
    assert env.env_day(NAME, "2027-10-01") == date(2030, 2, 28)


@pytest.mark.parametrize("text", ["2030-02-30", "tomorrow", "1.10.2027", "2030"])
def test_what_is_no_day_is_refused(variable: Callable[[str], None], text: str) -> None:
    variable(text)
    assert "must be a day such as" in refusal(lambda: env.env_day(NAME, "2027-10-01"))
