"""Hiding a notice: a plain form and a cookie, which never hides a newer notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http.cookies import Morsel
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from centene_site.hidden import MOST, SALT, Hidden, cookie_name, read_hidden
from consent.models import DraftCookie
from consent.own_cookies import lifetime
from consent.publishing import publish_catalogue
from notices.ending import end_early
from notices.models import Notice
from notices.shown import counted
from tests.consent.posting import (
    EVERYTHING,
    OURS,
    WITHOUT_ANALYTICS,
    choose,
    make_choice,
    plant,
    save_fields,
)
from tests.factories import make_notice, make_staff
from tests.html import elements, words

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FOREIGN = {"Sec-Fetch-Site": "cross-site", "Origin": "https://other.example"}
WITHOUT_STATUS = EVERYTHING - {"status"}


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    counted.forget()
    yield
    counted.forget()


@pytest.fixture
def accepter(client: Client) -> Client:
    """Who chose, and accepts the category ``status``."""
    plant(client, make_choice(WITHOUT_ANALYTICS))
    return client


def hide(client: Client, number: int = 1, **fields: Any) -> HttpResponse:
    headers = fields.pop("headers", OURS)
    data = {"next": "/cookies/"} | fields
    answer: Any = client.post(f"/notices/{number}/hide/", data, headers=headers)
    assert isinstance(answer, HttpResponse)
    return answer


def state(client: Client, *numbers: int) -> str:
    query = ".".join(map(str, numbers))
    answer: Any = client.get("/consent/state.css", {"notices": query} if query else {})
    assert answer.status_code == 200
    return answer.content.decode()  # type: ignore[no-any-return]


def morsel(answer: HttpResponse) -> Morsel[str]:
    return answer.cookies[cookie_name()]


def kept(client: Client) -> Hidden:
    """What the client's cookie says."""
    value = client.cookies[cookie_name()].value
    header = f"{cookie_name()}={value}"
    return read_hidden(RequestFactory().get("/", HTTP_COOKIE=header))


def forge(client: Client, data: object, salt: str = SALT) -> None:
    client.cookies[cookie_name()] = signing.dumps(data, salt=salt)


# --- It works ---


def test_each_notice_has_a_form_that_returns_to_its_page(client: Client) -> None:
    make_notice()
    make_notice()
    html = client.get("/notices/").content.decode()
    forms = [e for e in elements(html, "form") if "/hide/" in e["action"]]
    assert [form["action"] for form in forms] == [
        "/notices/2/hide/",
        "/notices/1/hide/",
    ]
    assert all(form["method"] == "post" for form in forms)
    assert "Hide this notice, number 2" in words(html)
    assert html.count('name="next" value="/notices/"') >= 2
    assert "csrfmiddlewaretoken" not in html


def test_hidden_it_is_gone_and_the_page_says_so(accepter: Client) -> None:
    make_notice()
    assert state(accepter, 1).count("notice") == 0
    answer = hide(accepter)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/cookies/#notice-hidden"
    css = state(accepter, 1)
    assert "#notice-1{display:none}" in css
    assert "#notice-hidden:target{display:block}" in css
    assert ".notices{display:none}" in css
    assert "for-now" not in css


def test_it_never_hides_a_newer_one(accepter: Client) -> None:
    make_notice()
    hide(accepter)
    make_notice()
    css = state(accepter, 2, 1)
    assert "#notice-1{display:none}" in css
    assert "#notice-2{" not in css
    assert ".notices{" not in css


def test_what_is_only_behind_all_notices_stays_in_sight(accepter: Client) -> None:
    for _ in range(3):
        make_notice()
    hide(accepter, 3)
    hide(accepter, 2)
    css = state(accepter, 3, 2)
    assert "#notice-3{display:none}#notice-2{display:none}" in css
    assert ".notices{" not in css
    hide(accepter, 1)
    assert ".notices{display:none}" in state(accepter, 3, 2)


def test_nobody_is_told_that_a_notice_is_hidden_which_is_not(client: Client) -> None:
    make_notice()
    assert "target" not in state(client, 1)
    html = client.get("/").content.decode()
    confirmations = [e for e in elements(html) if e["id"].startswith("notice-hidden")]
    assert len(confirmations) == 2
    assert all("hidden" in e.attributes for e in confirmations)
    assert all("data-nosnippet" in e.attributes for e in confirmations)
    assert all(e["tabindex"] == "-1" for e in confirmations)


# --- How long ---


def test_it_lasts_as_long_as_the_notice_where_the_category_is_accepted(
    accepter: Client,
) -> None:
    notice = make_notice(shown_until=timezone.now() + 9 * DAY)
    make_notice(shown_until=timezone.now() + 2 * DAY)
    found = morsel(hide(accepter, 1))
    left = notice.shown_until - timezone.now()
    assert abs(found["max-age"] - left.total_seconds()) < 60
    assert (found["httponly"], found["samesite"], found["path"]) == (True, "Lax", "/")
    assert abs(morsel(hide(accepter, 2))["max-age"] - left.total_seconds()) < 60
    assert kept(accepter) == Hidden(frozenset({1, 2}), is_kept=True)


@pytest.mark.parametrize("accepted", [None, WITHOUT_STATUS])
def test_else_it_lasts_until_the_browser_is_closed(
    client: Client, accepted: frozenset[str] | None
) -> None:
    if accepted is not None:
        plant(client, make_choice(accepted))
    make_notice()
    answer = hide(client)
    assert answer.headers["Location"] == "/cookies/#notice-hidden-for-now"
    assert (morsel(answer)["max-age"], morsel(answer)["expires"]) == ("", "")
    css = state(client, 1)
    assert "#notice-1{display:none}#notice-hidden-for-now:target" in css
    assert "until you close your browser" in lifetime("hidden-notices")


def test_who_rejects_the_category_later_keeps_it_for_the_session(
    accepter: Client,
) -> None:
    make_notice()
    hide(accepter)
    answer = choose(accepter, "save", **save_fields(WITHOUT_STATUS))
    assert (morsel(answer)["max-age"], morsel(answer)["expires"]) == ("", "")
    assert kept(accepter) == Hidden(frozenset({1}), is_kept=False)
    assert "#notice-1{display:none}" in state(accepter, 1)
    assert not accepter.get("/consent/state.css").cookies


def test_the_next_view_finds_out_when_a_choice_has_ended(accepter: Client) -> None:
    make_notice()
    hide(accepter)
    plant(accepter, make_choice(WITHOUT_ANALYTICS, age=timedelta(days=900)))
    answer: Any = accepter.get("/consent/state.css")
    assert not morsel(answer)["max-age"]
    assert not accepter.get("/").cookies


def test_what_ended_is_dropped_from_the_cookie(accepter: Client) -> None:
    first = make_notice()
    make_notice()
    hide(accepter, 1)
    end_early(first, by=make_staff(), reason="No more.")
    hide(accepter, 2)
    assert kept(accepter).numbers == {2}


def test_the_cookie_is_bounded(accepter: Client) -> None:
    for _ in range(MOST + 1):
        make_notice()
    forge(accepter, {"numbers": list(range(1, MOST + 1)), "kept": True})
    answer = hide(accepter, MOST + 1)
    assert kept(accepter).numbers == set(range(2, MOST + 2))
    assert len(morsel(answer).value) < 1000


def test_on_https_it_is_host_bound(accepter: Client, settings: Settings) -> None:
    settings.IS_HTTPS, settings.COOKIE_PREFIX = True, "__Host-"
    make_notice()
    assert hide(accepter).cookies["__Host-hidden-notices"]["secure"]


# --- The method, the sender, the notice ---


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_it_is_only_posted(client: Client, method: str) -> None:
    make_notice()
    assert getattr(client, method)("/notices/1/hide/").status_code == 405


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_confirmation_is_read_or_posted(client: Client, method: str) -> None:
    assert getattr(client, method)("/notices/hide/confirm/").status_code == 405


def test_another_site_hides_nothing(client: Client) -> None:
    make_notice()
    answer = hide(client, headers=FOREIGN)
    assert answer.status_code == 403
    assert "Nothing was hidden" in words(answer.content.decode())
    assert not answer.cookies


def test_a_browser_that_does_not_say_who_sent_it_is_asked() -> None:
    client = Client(enforce_csrf_checks=True)
    make_notice()
    answer = hide(client, headers={})
    address = answer.headers["Location"]
    assert address == "/notices/hide/confirm/?number=1&next=%2Fcookies%2F"
    assert not answer.cookies
    assert client.post(address, {"number": 1}).status_code == 403
    page = client.get(address)
    assert page.headers["Cache-Control"] == "private, no-store"
    html = page.content.decode()
    fields = {e["name"]: e["value"] for e in elements(html, "input")}
    assert "Hide notice 1" in words(html)
    done = client.post("/notices/hide/confirm/", fields)
    assert done.headers["Location"] == "/cookies/#notice-hidden-for-now"
    assert kept(client).numbers == {1}


@pytest.mark.parametrize("number", ["", "one", "-1", "1" * 10, "٣"])
def test_a_confirmation_of_no_number_is_not_found(client: Client, number: str) -> None:
    assert client.get("/notices/hide/confirm/", {"number": number}).status_code == 404


@pytest.mark.parametrize("number", [2, 3, 10**30])
def test_a_notice_that_nobody_saw_is_not_found(client: Client, number: int) -> None:
    make_notice()
    make_notice(shown_from=timezone.now() + DAY)
    answer = hide(client, number)
    assert answer.status_code == 404
    assert cookie_name() not in answer.cookies


def test_a_notice_that_ended_needs_no_hiding(client: Client) -> None:
    now = timezone.now()
    make_notice(shown_from=now - 2 * DAY, shown_until=now - DAY)
    answer = hide(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cookies/")
    assert not answer.cookies


@pytest.mark.parametrize(
    "target",
    ["https://other.example/", "//other.example/", "/a\r\nSet-Cookie: x=y", "", "x"],
)
def test_nobody_is_sent_elsewhere(client: Client, target: str) -> None:
    make_notice()
    answer = hide(client, next=target)
    assert answer.headers["Location"] == "/#notice-hidden-for-now"


# --- The cookie ---


@pytest.mark.parametrize(
    "data",
    [None, [], "x", {}, {"numbers": ["x"], "kept": True}, {"numbers": 1, "kept": 1}],
)
def test_a_cookie_of_another_form_hides_nothing(client: Client, data: object) -> None:
    make_notice()
    forge(client, data)
    assert state(client, 1).count("notice") == 0


def test_only_our_signature_counts(client: Client) -> None:
    make_notice()
    forge(client, {"numbers": [1], "kept": False}, salt="other")
    assert "#notice-1" not in state(client, 1)
    forge(client, {"numbers": [1], "kept": False})
    assert "#notice-1" in state(client, 1)
    client.cookies[cookie_name()] = client.cookies[cookie_name()].value + "x"
    assert "#notice-1" not in state(client, 1)


def test_a_planted_second_cookie_hides_nothing(client: Client) -> None:
    make_notice()
    value = signing.dumps({"numbers": [1], "kept": False}, salt=SALT)
    header = f"{cookie_name()}={value}; {cookie_name()}={value}"
    answer: Any = client.get("/consent/state.css?notices=1", HTTP_COOKIE=header)
    assert b"#notice-1" not in answer.content


# --- Where visitors are not told of the cookie ---


def test_where_the_catalogue_does_not_list_it_nothing_can_be_hidden(
    client: Client,
) -> None:
    make_notice()
    DraftCookie.objects.filter(name="hidden-notices").delete()
    publish_catalogue(by=None, material=False, change_note="As before.")
    html = client.get("/").content.decode()
    assert "Notice:" in words(html)
    assert "Hide this notice" not in html
    answer = hide(client)
    assert answer.status_code == 404
    assert not answer.cookies


def test_posting_a_notice_sets_no_cookie_on_its_page(accepter: Client) -> None:
    make_notice()
    hide(accepter)
    for address in ("/", "/notices/", "/notices/1/"):
        assert not accepter.get(address).cookies
    assert Notice.objects.showing().exists()
