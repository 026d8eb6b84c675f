"""What is counted of a browser: its family, its language, and where it came from.

Each is one of few names, whatever a request says, so that a day has few rows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf.locale import LANG_INFO

OTHER = "other"
OTHER_BOT = "other bot"
NOT_SAID = "not said"
LONGEST_HOST = 100

# Browsers of one family are counted as one. Names are those of ua-parser.
FAMILIES = {
    "Chrome": "Chrome",
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Chromium": "Chrome",
    "Edge": "Edge",
    "Edge Mobile": "Edge",
    "Firefox": "Firefox",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "Mobile Safari": "Safari",
    "Mobile Safari UI/WKWebView": "Safari",
    "Safari": "Safari",
    "Opera": "Opera",
    "Opera Mobile": "Opera",
    "Samsung Internet": "Samsung Internet",
    "DuckDuckGo Mobile": "DuckDuckGo",
    "Brave": "Brave",
    "Vivaldi": "Vivaldi",
}
BOTS = (
    *("Googlebot", "bingbot", "Applebot", "DuckDuckBot", "YandexBot", "Baiduspider"),
    *("GPTBot", "ClaudeBot", "CCBot", "AhrefsBot", "SemrushBot", "PetalBot"),
)
# They load stylesheets, and nobody looks at what they show.
PROGRAMS = ("HeadlessChrome", "PhantomJS")

LANGUAGES = frozenset(code.partition("-")[0] for code in LANG_INFO)
FIRST_LANGUAGE = re.compile(r"\s*([a-z]{2,3})(?![a-z])", re.IGNORECASE)
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


class Browser(NamedTuple):
    """The family, and whether it is a program that reads by itself."""

    family: str
    is_bot: bool


@lru_cache(maxsize=1024)
def browser(agent: str) -> Browser:
    """What a browser calls itself in ``User-Agent``, read by ua-parser."""
    # Its patterns take a fifth of a second to build: not while the site starts.
    from ua_parser import parse

    found = parse(agent)
    name = found.user_agent.family if found.user_agent else ""
    is_spider = found.device is not None and found.device.family == "Spider"
    if is_spider or name in PROGRAMS:
        return Browser(name if name in BOTS else OTHER_BOT, True)
    if not agent:
        return Browser(NOT_SAID, False)
    return Browser(FAMILIES.get(name, OTHER), False)


def language(accept_language: str) -> str:
    """The code of the first language of ``Accept-Language``, without its region."""
    if not accept_language:
        return NOT_SAID
    first = FIRST_LANGUAGE.match(accept_language)
    code = first[1].lower() if first else ""
    return code if code in LANGUAGES else OTHER


def referrer_host(referer: str) -> str | None:
    """The host of another site, without "www."; None where the header names none."""
    try:
        parts = urlsplit(referer)
        host = parts.hostname or ""
    except ValueError:
        return None
    host = host.removeprefix("www.")
    is_web = parts.scheme in ("http", "https")
    if not is_web or len(host) > LONGEST_HOST or not HOST.fullmatch(host):
        return None
    return host
