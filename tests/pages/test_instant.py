"""Answers on the event loop are those of the whole application."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from centene_site.front import MIDDLEWARES, busy
from consent.cookie import cookie_name as choice_cookie
from consent.hint import cookie_name as hint_cookie
from consent.in_force import kept_catalogue
from pages import background
from pages.front import Front
from pages.instant import Instant, instant, instant_views
from pages.store import Store
from pages.threads import Threads
from tests.consent.posting import WITHOUT_ANALYTICS, cookie_value, make_choice
from tests.pages.asgi import Got, ask, scope

pytestmark = pytest.mark.django_db

PATHS = ["/livez", "/consent/state.css", "/consent/analytics.js"]


@pytest.fixture(autouse=True)
def worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker asks the database for nothing while it answers at once."""
    kept_catalogue.refresh()
    monkeypatch.setattr(background, "is_running", lambda: True)


def both(asked: dict[str, Any]) -> tuple[Got, Got]:
    """What the loop answers, and what a thread with everything behind it answers."""
    views = instant_views(get_resolver().url_patterns)
    whole = Threads(WSGIHandler(), busy, 1_000_000)
    loop = Front(Store(1_000), Instant(views, MIDDLEWARES), never)

    async def run() -> tuple[Got, Got]:
        return await ask(loop, asked), await ask(whole, asked)

    return asyncio.run(run())


async def never(*_: Any) -> None:
    raise AssertionError("It went behind the front door.")


def test_these_wait_for_nothing() -> None:
    assert sorted(instant_views(get_resolver().url_patterns)) == sorted(PATHS)


def cookies(**values: str) -> str:
    return "; ".join(f"{name}={value}" for name, value in values.items())


VISITORS = {
    "nobody": {},
    "accepter": {"cookie": lambda: cookies(**{choice_cookie(): value_of_all()})},
    "rejecter": {
        "cookie": lambda: cookies(
            **{
                choice_cookie(): cookie_value(make_choice(WITHOUT_ANALYTICS)),
                hint_cookie(): "forged",
                "_ga": "GA1.1.1.1",
                "_ga_ABC": "GS1.1",
            }
        )
    },
    "signaller": {"sec_gpc": lambda: "1"},
    "stranger": {"cookie": lambda: f"{settings.SESSION_COOKIE_NAME}=x; \xff=\xfe;;="},
}


def value_of_all() -> str:
    return cookie_value(make_choice())


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("visitor", VISITORS)
def test_the_answer_is_that_of_the_whole_application(
    path: str, method: str, visitor: str
) -> None:
    headers = {name: value() for name, value in VISITORS[visitor].items()}
    quick, whole = both(scope(path, method, **headers))
    assert quick.status == whole.status == 200
    assert quick.body == whole.body
    ours = {k: v for k, v in quick.headers.items() if k != "expires"}
    theirs = {k: v for k, v in whole.headers.items() if k != "expires"}
    assert ours == theirs | {"content-length": ours["content-length"]}


def test_plain_http_is_redirected_alike(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    quick, whole = both(scope("/consent/state.css"))
    assert quick.status == whole.status == 301
    assert quick.headers["location"] == whole.headers["location"]


@pytest.mark.parametrize("host", ["evil.example", "a b", ""])
def test_another_host_is_for_the_whole_application(host: str) -> None:
    answers = Instant({"/here": lambda request: HttpResponse("ok")}, [])
    assert answers.answer(scope("/here", host=host)) is None
    assert answers.answer(scope("/here")) is not None


def test_a_view_that_fails_is_for_the_whole_application(
    caplog: pytest.LogCaptureFixture,
) -> None:
    @instant
    def fails(request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    assert Instant({"/here": fails}, []).answer(scope("/here")) is None
    assert "An instant answer failed." in caplog.text
