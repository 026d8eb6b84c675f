"""Requests to a live site, with how long each answer took."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.live import LiveSite


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    headers: http.client.HTTPMessage
    text: str
    seconds: float

    @property
    def cookies(self) -> dict[str, str]:
        """Name and value of each cookie that it sets."""
        lines = self.headers.get_all("Set-Cookie") or []
        pairs = (line.partition(";")[0].partition("=") for line in lines)
        return {name: value for name, _, value in pairs}


def ask(
    site: LiveSite, method: str, path: str, *, cookie: str = "", **fields: str
) -> Answer:
    """Send a request as a browser that is on the site; with fields, a form."""
    headers = {
        "Host": f"localhost:{site.port}",
        "Origin": site.url,
        "Sec-Fetch-Site": "same-origin",
    }
    if cookie:
        headers["Cookie"] = cookie
    if fields:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    began_at = time.monotonic()
    try:
        connection.request(method, path, urlencode(fields) or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    seconds = time.monotonic() - began_at
    return Answer(answer.status, answer.headers, text, seconds)


def choose(site: LiveSite, choice: str) -> Answer:
    """A new visitor's choice in the banner."""
    return ask(site, "POST", "/consent/choose/", choice=choice)
