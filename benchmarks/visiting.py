"""A made-up day of traffic, sent to a site on this machine.

`python -m benchmarks.visiting http://localhost:8000 [VIEWS]` asks for pages as browsers
do, from other sites and from page to page, with their stylesheets; some bots among
them. The same number makes the same day. It goes no further than the loopback
interface.
"""

from __future__ import annotations

import http.client
import random
import sys
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
VIEWS, MOST_VIEWS = 500, 5_000
STATE = "/consent/state.css"
LINUX, WINDOWS = "X11; Linux x86_64", "Windows NT 10.0; Win64; x64"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"

# Each with how often it comes.
PAGES = {
    "/privacy-policy/": 40,
    "/": 25,
    "/cookies/": 10,
    "/privacy-policy/versions/": 6,
    "/privacy-policy/versions/1/": 5,
    "/privacy-policy/compare/1...2/": 5,
    "/terms-and-conditions/": 4,
    "/notices/": 3,
    "/third-parties/": 2,
    "/nothing/here/": 1,
}
AGENTS = {
    f"Mozilla/5.0 ({WINDOWS}) {WEBKIT} Chrome/142.0.0.0 Safari/537.36": 45,
    f"Mozilla/5.0 ({WINDOWS}) {WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0": 12,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1": 25,
    f"Mozilla/5.0 ({LINUX}; rv:140.0) Gecko/20100101 Firefox/140.0": 10,
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": 5,
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)": 3,
}
LANGUAGES = {"en-US,en;q=0.9": 75, "es-US,es;q=0.9,en;q=0.8": 18, "de": 4, "": 3}
REFERRERS = {
    "": 60,
    "https://www.search.example/": 25,
    "https://www.centene.example/contact.html": 10,
    "https://news.example/a-story": 5,
}


class Visit(NamedTuple):
    """One page that is opened, with what the browser says of itself."""

    path: str
    agent: str
    languages: str
    referrer: str


def made_up_day(views: int, seed: int = 1) -> Iterator[Visit]:
    """So many visits, drawn by lot."""
    lot = random.Random(seed)

    def draw(choices: dict[str, int]) -> str:
        return lot.choices(list(choices), list(choices.values()))[0]

    for _ in range(views):
        yield Visit(draw(PAGES), draw(AGENTS), draw(LANGUAGES), draw(REFERRERS))


def send(url: str, visits: Iterator[Visit]) -> int:
    """Open every page with its stylesheet; how many there were.

    Raises ValueError where the site is on another machine, and OSError.
    """
    parts = urlsplit(url)
    if parts.hostname not in LOOPBACK:
        raise ValueError(f"{url} is not on this machine.")
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=10)
    sent = 0
    for visit in visits:
        browser = {
            "Host": parts.netloc,
            "User-Agent": visit.agent,
            "Accept-Language": visit.languages,
        }
        page = browser | {"Sec-Fetch-Dest": "document", "Referer": visit.referrer}
        sheet = browser | {"Sec-Fetch-Site": "same-origin"}
        sheet["Referer"] = f"{url}{visit.path}"
        for path, headers in ((visit.path, page), (STATE, sheet)):
            told = {name: value for name, value in headers.items() if value}
            connection.request("GET", path, headers=told)
            connection.getresponse().read()
        sent += 1
    connection.close()
    return sent


def main(arguments: list[str]) -> int:
    """0 where the day was sent."""
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    number = arguments[1] if len(arguments) == 2 else str(VIEWS)
    if not number.isdecimal() or not 0 < int(number) <= MOST_VIEWS:
        print(f"From 1 to {MOST_VIEWS:,} views.", file=sys.stderr)
        return 2
    views = int(number)
    try:
        sent = send(arguments[0].rstrip("/"), made_up_day(views))
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{sent:,} views sent; they are added up within 10 seconds.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
