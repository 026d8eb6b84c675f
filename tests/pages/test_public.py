"""The decorator that declares a route public, and the headers of every answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.views.decorators.cache import never_cache

from pages import moments
from pages.moments import next_moment, register_moments
from pages.public import NotPublic, private, public
from policy.publishing import publish
from tests.factories import (
    make_notice,
    make_ready,
    make_staff,
    make_version,
    moment,
)

NOW = moment("2026-11-23 12:00")


@public
def words(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Some words.")


def get(view: Any = words, method: str = "get", **headers: str) -> HttpResponse:
    request = getattr(RequestFactory(), method)("/words/", headers=headers)
    answer: HttpResponse = view(request)
    return answer


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> list[moments.MomentSource]:
    """No room has a moment but those that the test registers."""
    sources: list[moments.MomentSource] = []
    monkeypatch.setattr(moments, "_sources", sources)
    return sources


pytestmark = pytest.mark.usefixtures("sources")


def test_an_answer_is_cacheable_by_anyone_for_a_minute() -> None:
    answer = get()
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert not answer.has_header("Vary")


def test_it_allows_the_analytics_that_public_pages_allow(settings: Any) -> None:
    settings.PUBLIC_CONTENT_SECURITY_POLICY = {"script-src": "https://tag.example"}
    assert get()["Content-Security-Policy"] == "script-src https://tag.example"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(method: str) -> None:
    assert get(method=method).status_code == 405


def test_an_answer_with_a_cookie_is_not_public() -> None:
    @public
    def careless(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse("Some words.")
        answer.set_cookie("name", "value")
        return answer

    with pytest.raises(NotPublic, match="/words/"):
        get(careless)


@pytest.mark.parametrize("vary", ["Cookie", "Accept-Language, cookie", "COOKIE"])
def test_an_answer_that_varies_by_cookie_is_not_public(vary: str) -> None:
    @public
    def careless(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Some words.", headers={"Vary": vary})

    with pytest.raises(NotPublic):
        get(careless)


def test_a_private_answer_is_kept_by_no_cache() -> None:
    @private
    @never_cache
    def mine(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Mine.")

    assert get(mine).headers["Cache-Control"] == "private, no-store"


# --- Never past the next change ---


@pytest.mark.parametrize(
    ("seconds", "max_age"),
    [(3600, 60), (60, 60), (59.9, 59), (10, 10), (0.4, 0), (None, 60)],
)
@time_machine.travel(NOW, tick=False)
def test_an_answer_is_not_kept_past_the_next_change(
    seconds: float | None, max_age: int
) -> None:
    change = None if seconds is None else NOW + timedelta(seconds=seconds)
    register_moments(lambda after: change)
    assert get().headers["Cache-Control"] == f"public, max-age={max_age}"


def test_the_earliest_moment_of_all_rooms_counts(
    sources: list[moments.MomentSource],
) -> None:
    def none(after: datetime) -> None:
        return None

    assert next_moment(NOW) is None
    register_moments(none)
    register_moments(none)
    assert len(sources) == 1
    for days in (3, 1, 2):
        register_moments(lambda after, days=days: after + timedelta(days=days))  # type: ignore[misc]
    assert next_moment(NOW) == NOW + timedelta(days=1)


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_versions_and_notices_shorten_the_life_of_every_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    make_version()

    def life() -> str:
        return str(client.get("/").headers["Cache-Control"])

    assert life() == "public, max-age=60"
    make_notice(
        shown_from=NOW - timedelta(days=1), shown_until=NOW + timedelta(seconds=50)
    )
    assert life() == "public, max-age=50"
    make_notice(
        shown_from=NOW + timedelta(seconds=40), shown_until=NOW + timedelta(days=1)
    )
    assert life() == "public, max-age=40"
    draft = make_ready(effective_at=NOW + timedelta(seconds=30))
    assert life() == "public, max-age=40"
    publish(draft, by=make_staff())
    assert life() == "public, max-age=30"
