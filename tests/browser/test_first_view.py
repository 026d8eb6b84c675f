"""What the first view costs a visitor: bytes, requests, and a page that stays put."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from benchmarks.load import Response, fetch
from benchmarks.sites import request
from benchmarks.weighing import GOAL, PAGE, needed
from tests.browsing import Recording
from tests.live import LiveSite
from tests.waiting import wait_until

SITE_SETTINGS = {"GOOGLE_ANALYTICS_GTAG_PROPERTY_ID": "G-TEST123456"}

# Of every shift of what stands already: how much of the screen, times how far.
SHIFTS = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => setTimeout(() => resolve(sum)));
})"""


def answer(site: LiveSite, path: str, **headers: str) -> Response:
    """What a browser is sent that knows nothing of the site yet."""
    parts = urlsplit(site.url)
    asked = request("GET", path, {"Host": parts.netloc} | headers)
    return fetch(parts.port or 80, asked)


def test_it_fits_the_first_flight_of_a_connection(live_site: LiveSite) -> None:
    plain = answer(live_site, PAGE, **{"Accept-Encoding": "identity"})
    paths = needed(plain.body.decode())
    assert len(paths) == 3

    def answers() -> list[Response]:
        return [answer(live_site, path) for path in (PAGE, *paths)]

    def fit() -> bool:
        return sum(each.size for each in answers()) <= GOAL

    # Until it is finished ahead, it is compressed in less time and less well.
    wait_until(fit, f"{[each.size for each in answers()]} bytes are {GOAL:,}")
    assert not any(each.header("Set-Cookie") for each in answers())


def test_nothing_moves_once_it_is_shown(
    new_page: Callable[..., Page], recording: Recording
) -> None:
    for width, height in ((360, 740), (1280, 900)):
        page = new_page(viewport={"width": width, "height": height})
        for address in ("/", PAGE, "/cookies/", "/notices/"):
            page.goto(address, wait_until="load")
            assert page.evaluate(SHIFTS) == 0, (address, width)
    assert recording.foreign_requests == []
