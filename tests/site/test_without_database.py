"""A running site whose database is gone: reading the choices and rejecting go on."""

from __future__ import annotations

import http.client
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.live import LiveSite, copied_site

PATIENCE_SECONDS = 15


@contextmanager
def site_without_database(data_dir: Path) -> Iterator[LiveSite]:
    """Serve the folder once more, with a folder where the database file was."""
    for file in data_dir.glob("site.sqlite3*"):
        file.unlink()
    (data_dir / "site.sqlite3").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site = LiveSite(data_dir, listener.getsockname()[1], {})
        with site.running(listener):
            yield site


def ask(
    site: LiveSite, method: str, path: str, cookie: str = "", **fields: str
) -> tuple[int, str, list[str]]:
    """The answer's status, its text, and the cookies that it sets."""
    headers = {"Sec-Fetch-Site": "same-origin", "Host": f"localhost:{site.port}"}
    if cookie:
        headers["Cookie"] = cookie
    if fields:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        connection.request(method, path, urlencode(fields) or None, headers)
        answer = connection.getresponse()
        set_cookies = [
            value for name, value in answer.getheaders() if name.lower() == "set-cookie"
        ]
        return answer.status, answer.read().decode(), set_cookies
    finally:
        connection.close()


@pytest.fixture
def data_dir(template_data_dir: Path, tmp_path: Path) -> Path:
    """The data of a site that ran until its workers had kept what they know."""
    folder = tmp_path / "data"
    with copied_site(template_data_dir, folder) as site:
        assert ask(site, "GET", "/cookies/")[0] == 200
        deadline = time.monotonic() + PATIENCE_SECONDS
        names = ("catalogue", "frame")
        while not all((folder / "kept" / f"{name}.json").exists() for name in names):
            assert time.monotonic() < deadline, "Nothing was kept."
            time.sleep(0.05)
    return folder


def test_the_choices_are_shown_and_a_rejection_is_honored(data_dir: Path) -> None:
    with site_without_database(data_dir) as site:
        status, text, _ = ask(site, "GET", "/cookies/")
        assert status == 200
        assert "<legend>Analytics</legend>" in text
        assert ">Privacy Policy</a>" in text

        post = ("POST", "/consent/choose/")
        status, text, cookies = ask(site, *post, choice="accept")
        assert (status, cookies) == (503, [])
        assert "Nothing was switched on" in text
        status, text, cookies = ask(site, *post, choice="reject")
        assert status == 303
        choice = cookies[0].partition(";")[0]
        status, text, _ = ask(site, "GET", "/cookies/", choice)
        assert status == 200
        assert "you rejected analytics cookies" in text
        assert "We could not keep a record of your choice" in text
        status, text, _ = ask(site, "GET", "/consent/state.css", choice)
        assert "#banner{display:none}" in text

        status, text, _ = ask(site, "GET", "/consent/history/", choice)
        assert status == 503
        assert "cannot be shown just now" in text
        # Without a record there is no identifier, and nothing to erase.
        status, _, cookies = ask(site, "POST", "/consent/forget/", choice)
        assert status == 303
        assert any("Max-Age=0" in cookie for cookie in cookies)


def test_a_worker_that_never_knew_the_catalogue_lets_people_reject(
    data_dir: Path,
) -> None:
    shutil.rmtree(data_dir / "kept")
    with site_without_database(data_dir) as site:
        status, text, _ = ask(site, "GET", "/cookies/")
        assert status == 503
        assert "we cannot show the categories" in text
        answers = dict.fromkeys(
            ("authentication", "status", "analytics", "consent"), "reject"
        )
        status, _, cookies = ask(
            site, "POST", "/consent/choose/", choice="save", **answers
        )
        assert status == 303
        choice = cookies[0].partition(";")[0]
        status, text, _ = ask(site, "GET", "/consent/state.css", choice)
        assert "#banner{display:none}" in text
