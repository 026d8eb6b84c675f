"""The choice cookie under attack: anything odd means that nobody has chosen."""

from __future__ import annotations

import time
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from consent.choices import Choice
from consent.cookie import SALT, cookie_name, read_choice, write_choice
from consent.models import ConsentSubject
from tests.consent.posting import (
    EVERYTHING,
    WITHOUT_ANALYTICS,
    choose,
    cookie_value,
    make_choice,
)


def read(header: str) -> Choice | None:
    return read_choice(RequestFactory().get("/", HTTP_COOKIE=header))


def set_cookie(choice: Choice) -> SimpleCookie:
    response = HttpResponse()
    write_choice(response, choice)
    return response.cookies


def test_it_comes_back_as_it_was_written() -> None:
    choice = make_choice(WITHOUT_ANALYTICS, under_signal=True, receipt="ABC")
    found = read(f"other=1; choice={cookie_value(choice)}; last=2")
    assert found is not None
    assert found.accepted == WITHOUT_ANALYTICS
    assert found.under_signal
    assert found.receipt == "ABC"
    assert found.chosen_at == choice.chosen_at.replace(microsecond=0)


def bad_values() -> list[str]:
    good = cookie_value(make_choice())
    head, _, signature = good.rpartition(":")
    dumps = signing.dumps
    return [
        "",
        "x",
        "accept",
        good[:-1],
        good[: len(good) // 2],
        good + "x",
        head,
        f"{head}:{'A' * len(signature)}",
        good.swapcase(),
        "x" * 8192,
        good + "A" * 8192,
        "é",
        "\x80\xff",
        "日本".encode().decode("latin-1"),
        '"quoted',
        "::",
        ":::::",
        dumps({"accepted": ["analytics"]}, salt=SALT),
        dumps([1, 2], salt=SALT),
        dumps("text", salt=SALT),
        dumps(None, salt=SALT),
        dumps(_good_data(), salt="another.salt"),
        dumps(_good_data() | {"at": 10**30}, salt=SALT),
        dumps(_good_data() | {"at": "today"}, salt=SALT),
        dumps(_good_data() | {"accepted": 7}, salt=SALT),
        dumps(_good_data() | {"at": float("nan")}, salt=SALT),
        dumps(_good_data() | {"at": -(10**14)}, salt=SALT),
        dumps(_good_data() | {"catalogue": "first"}, salt=SALT),
        dumps(_good_data() | {"catalogue": None}, salt=SALT),
        dumps(_good_data() | {"accepted": [["analytics"]]}, salt=SALT),
        dumps(_good_data() | {"subject": "0" * 1000}, salt=SALT),
        dumps(_good_data(), salt=SALT, key="another key"),
    ]


def _good_data() -> dict[str, object]:
    return {
        "accepted": ["analytics"],
        "catalogue": 1,
        "at": 1,
        "signal": False,
        "receipt": "",
    }


def test_nothing_odd_is_read_as_a_choice() -> None:
    assert read(f"choice={signing.dumps(_good_data(), salt=SALT)}") is not None
    for value in bad_values():
        assert read(f"choice={value}") is None, value


def test_no_odd_cookie_breaks_an_answer(client: Client) -> None:
    headers = [f"choice={value}" for value in bad_values()]
    headers += ["choice", "=", ";;;", "choice=;choice=", "\x80"]
    for header in headers:
        response = client.get(reverse("state"), HTTP_COOKIE=header)
        assert response.status_code == 200, header
        assert response.content == b"", header


NO_RECEIPT = ["a/b", "../../x", "é", "A" * 33, "abc", 7, None, ["A"], {"A": 1}, "\x00"]
NO_SUBJECT = ["0" * 31, "0" * 33, "G" * 32, "é" * 32, "F" * 32, 7, None, ["0"], {}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "field, values", [("receipt", NO_RECEIPT), ("subject", NO_SUBJECT)]
)
def test_a_field_of_another_form_is_none_and_breaks_no_page(
    client: Client, field: str, values: list[object]
) -> None:
    for value in values:
        data = _good_data() | {"at": int(time.time()), field: value}
        client.cookies[cookie_name()] = signing.dumps(data, salt=SALT)
        found = read(f"choice={client.cookies[cookie_name()].value}")
        assert found is not None
        assert getattr(found, field) == ""
        for page in ("/cookies/", "/consent/history/", "/consent/receipts/"):
            assert client.get(page).status_code == 200, (page, value)


@pytest.mark.parametrize("number", [-1, 0, 10**18, 10**300, True])
def test_a_catalogue_version_of_any_size_breaks_no_page(
    client: Client, number: int
) -> None:
    data = _good_data() | {"at": int(time.time()), "catalogue": number}
    client.cookies[cookie_name()] = signing.dumps(data, salt=SALT)
    for page in ("/cookies/", "/consent/state.css"):
        assert client.get(page).status_code == 200


@pytest.mark.django_db
def test_a_cookie_of_the_release_before_still_counts(client: Client) -> None:
    """It had neither a subject nor "recorded"; both follow from what it had."""
    data = _good_data() | {
        "accepted": ["analytics", "consent"],
        "at": int(time.time()),
        "receipt": "ABCDEFGHJK2345678923",
    }
    client.cookies[cookie_name()] = signing.dumps(data, salt=SALT)
    found = read(f"choice={client.cookies[cookie_name()].value}")
    assert found is not None
    assert (found.subject, found.is_recorded) == ("", True)
    assert b"#banner{display:none}" in client.get("/consent/state.css").content
    assert b"ABCDEFGHJK2345678923" in client.get("/cookies/").content
    # The next choice brings what it lacks.
    choose(client, "reject")
    assert ConsentSubject.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["choice=x; choice=y", "choice=" + "x" * 8192])
@pytest.mark.parametrize(
    "path",
    ["/cookies/", "/consent/history/", "/consent/receipts/ABC/", "/admin/login/"],
)
def test_no_odd_cookie_breaks_a_page(client: Client, header: str, path: str) -> None:
    response = client.get(path, HTTP_COOKIE=header)
    assert response.status_code in (200, 404)


def test_two_of_them_count_as_none() -> None:
    good = cookie_value(make_choice())
    assert read(f"choice={good}") is not None
    assert read(f"choice={good}; choice={good}") is None
    assert read(f"choice=x;choice={good}") is None
    assert read(f"choice={good}; choice") is None


def test_a_name_that_only_looks_like_it_does_not_count() -> None:
    good = cookie_value(make_choice())
    assert read(f"choice={good}; choice2=x; xchoice=y") is not None


def test_an_unknown_category_in_it_is_dropped() -> None:
    data = _good_data() | {"accepted": ["analytics", "marketing"]}
    found = read(f"choice={signing.dumps(data, salt=SALT)}")
    assert found is not None
    assert found.accepted == {"analytics"}


@pytest.mark.parametrize(
    ("accepted", "days"), [(EVERYTHING, 182), (WITHOUT_ANALYTICS, 365)]
)
def test_it_lives_as_long_as_the_choice_counts(
    accepted: frozenset[str], days: int
) -> None:
    morsel = set_cookie(make_choice(accepted))["choice"]
    assert morsel["max-age"] == timedelta(days=days).total_seconds()


def test_it_is_plain_on_http_and_host_bound_on_https(
    settings: Settings,
) -> None:
    morsel = set_cookie(make_choice())["choice"]
    assert (morsel["httponly"], morsel["samesite"]) == (True, "Lax")
    assert (morsel["path"], morsel["domain"], morsel["secure"]) == ("/", "", "")

    settings.IS_HTTPS, settings.COOKIE_PREFIX = True, "__Host-"
    morsel = set_cookie(make_choice())["__Host-choice"]
    assert (morsel["path"], morsel["domain"], morsel["secure"]) == ("/", "", True)
    assert cookie_name() == "__Host-choice"
    good = cookie_value(make_choice())
    assert read(f"__Host-choice={good}") is not None
    assert read(f"choice={good}") is None


def test_without_the_category_consent_it_lasts_a_session_and_has_no_receipt() -> None:
    choice = make_choice(frozenset({"status", "analytics"}), receipt="ABC")
    morsel = set_cookie(choice)["choice"]
    assert (morsel["max-age"], morsel["expires"]) == ("", "")
    found = read(f"choice={morsel.value}")
    assert found is not None
    assert found.receipt == ""
