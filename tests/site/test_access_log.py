"""No visitor writes into the log."""

import asyncio
import logging
import re
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from centene_site.access_log import AccessLog, line
from centene_site.secret_paths import SecretPaths
from pages.front import Receive, Scope, Send
from tests.pages.asgi import ask, scope


def line_for(path: str) -> str:
    """The access log's line for a request of the path."""
    return line({**scope("/?x=1"), "path": path}, 404, 1, 0.0051)


def test_a_path_cannot_begin_a_line_or_color_a_terminal() -> None:
    line = line_for("/abc\n[now] FORGED\x1b[31m\x00")
    assert line.isprintable()
    assert "/abc%0A%5Bnow%5D%20FORGED%1B%5B31m%00" in line


def test_a_line_says_when_what_and_how_it_went() -> None:
    pattern = (
        r'127\.0\.0\.0/24 \[20[0-9-]+T[0-9:]+[+-][0-9]{4}\] "GET /livez" 404 1 5ms'
    )
    assert re.fullmatch(pattern, line_for("/livez"))


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"no", "more_body": True})
    await send({"type": "http.response.body", "body": b"thing"})


async def _fail(scope: Scope, receive: Receive, send: Send) -> None:
    raise LookupError


def test_one_request_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    got = asyncio.run(ask(AccessLog(_answer), scope("/nothing/?x=1")))
    assert (got.status, got.body) == (404, b"nothing")
    (line,) = capsys.readouterr().out.splitlines()
    assert '"GET /nothing/" 404 7 ' in line


def test_a_request_that_failed_has_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LookupError):
        asyncio.run(ask(AccessLog(_fail), scope("/broken/")))
    assert '"GET /broken/" 500 0 ' in capsys.readouterr().out


def test_who_cannot_write_the_log_answers_nevertheless(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        got = asyncio.run(ask(AccessLog(_answer), scope("/nothing/")))
        assert got.status == 404
        with suppress(OSError):
            full.close()


def test_a_plain_path_stays_as_it_is() -> None:
    assert '"GET /privacy-policy/compare/1...2/" 404' in line_for(
        "/privacy-policy/compare/1...2/"
    )


CODE = "ABCDEFGHJK2345678923"


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), "ABCDE FGHJK 23456 78923"])
@pytest.mark.parametrize("end", ["/", ".json", "", "?x=1"])
def test_the_code_of_a_receipt_is_in_no_line(typed: str, end: str) -> None:
    line = line_for(f"/consent/receipts/{typed}{end}")
    assert '"GET /consent/receipts/-' in line
    assert typed[:5] not in line


SECRET = "aB3-_" * 8 + "xyz"


@pytest.mark.parametrize("cut", [0, 1, 25])
@pytest.mark.parametrize("rest", ["", "/", "/confirm/", "/unsubscribe/terms/?x=1"])
def test_the_secret_of_a_mailed_link_is_in_no_line(cut: int, rest: str) -> None:
    line = line_for(f"/subscribe/{SECRET[cut:]}{rest}")
    assert f'"GET /subscribe/-{rest.partition("?")[0]}' in line
    assert SECRET[-5:] not in line


@pytest.mark.parametrize("path", ["", "sent/", "send/", "send/confirm/"])
def test_the_other_pages_of_subscriptions_are_named(path: str) -> None:
    assert f'"GET /subscribe/{path}" 404' in line_for(f"/subscribe/{path}")


@pytest.mark.parametrize("place", ["requests", "sent", "held"])
@pytest.mark.parametrize("cut", [0, 1, 25])
@pytest.mark.parametrize("rest", ["", "/", "/confirm/", "/files/7/", "/export/?x=1"])
def test_the_secret_of_a_rights_request_is_in_no_line(
    place: str, cut: int, rest: str
) -> None:
    line = line_for(f"/privacy-rights/{place}/{SECRET[cut:]}{rest}")
    assert f'"GET /privacy-rights/{place}/-{rest.partition("?")[0]}' in line
    assert SECRET[-5:] not in line


@pytest.mark.parametrize(
    "path",
    ["/consent/receipts//", "/subscribe//", "//privacy-rights//held//"]
    + [f"/privacy-rights/{place}//" for place in ("requests", "sent", "held")],
)
def test_a_slash_too_many_gives_no_secret_away(path: str) -> None:
    line = line_for(f"{path}{SECRET}/")
    assert f'"GET {path}-/" 404' in line
    assert SECRET not in line


@pytest.mark.parametrize("path", ["", "access/", "link/sent/", "held/send/confirm/"])
def test_the_other_pages_of_rights_are_named(path: str) -> None:
    assert f'"GET /privacy-rights/{path}" 404' in line_for(f"/privacy-rights/{path}")


@pytest.mark.django_db
def test_what_django_says_of_a_failed_request_holds_no_secret(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(SecretPaths())
    with caplog.at_level(logging.WARNING):
        assert client.get(f"/subscribe/{SECRET}/").status_code == 404
        assert client.put(f"/subscribe/{SECRET}/erase/").status_code == 405
    assert caplog.messages == [
        "Not Found: /subscribe/-/",
        "Method Not Allowed (PUT): /subscribe/-/erase/",
    ]


def test_the_page_that_asks_for_a_code_is_named() -> None:
    assert '"GET /consent/receipts/" 404' in line_for("/consent/receipts/")


@pytest.mark.django_db
def test_what_django_says_of_a_failed_request_holds_no_code(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(SecretPaths())
    with caplog.at_level(logging.WARNING):
        assert client.get(f"/consent/receipts/{CODE}/").status_code == 404
    assert caplog.messages == ["Not Found: /consent/receipts/-/"]


def test_the_console_leaves_codes_out(settings: Settings) -> None:
    handler = settings.LOGGING["handlers"]["console"]
    assert handler["filters"] == ["secrets"]
