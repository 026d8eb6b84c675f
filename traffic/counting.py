"""Views and arrivals, counted in memory and added up in the database.

Where they are counted, nothing is parsed: a worker's chore does that when it writes.
No address of a visitor, no cookie and no identifier is looked at. So nobody can say how
many people the views were: that would take marking them.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from pages.counting import Counted, Key
from traffic.addresses import NO_PAGE, Addresses
from traffic.models import Aspect, ViewCount
from traffic.visitors import OTHER, browser, language, referrer_host

COLUMNS = ("day", "aspect", "page", "value")
LONGEST_PAGE, LONGEST_AGENT, LONGEST_LANGUAGE = 300, 300, 40
# Of different hosts that link here, a day: anybody can make some up.
MOST_REFERRERS = 500


def count_view(headers: Mapping[str, str]) -> None:
    """Count one view of the page that asks for its stylesheet (a request's META)."""
    if not settings.COUNT_VIEWS:
        return
    page = headers.get("HTTP_REFERER", "").partition("?")[0]
    if page or "HTTP_SEC_FETCH_SITE" in headers:
        views.add(
            today(),
            page[:LONGEST_PAGE],
            headers.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT],
            headers.get("HTTP_ACCEPT_LANGUAGE", "")[:LONGEST_LANGUAGE],
        )


def count_arrival(path: str, referer: str) -> None:
    """Count one arrival at a page from the page of another site."""
    if settings.COUNT_VIEWS:
        site, _, rest = referer.partition("//")
        host = rest.partition("/")[0]
        arrivals.add(today(), path[:LONGEST_PAGE], f"{site}//{host}"[:LONGEST_PAGE])


class _Day:
    """The day in the site's time zone, looked up once."""

    def __init__(self) -> None:
        self._day = date.min
        self._ends = 0.0
        self._begins = 0.0

    def today(self) -> date:
        now = time.time()
        if not self._begins <= now < self._ends:
            self._day = timezone.localdate()
            zone = timezone.get_default_timezone()
            midnights = [
                datetime.combine(day, datetime.min.time(), zone).timestamp()
                for day in (self._day, self._day + timedelta(days=1))
            ]
            self._begins, self._ends = midnights
        return self._day


today = _Day().today


def read_views(counted: Mapping[Key, int]) -> Counter[Key]:
    """The rows that the views belong to; of pages of other sites none.

    Raises django.db.Error.
    """
    addresses = Addresses()
    rows: Counter[Key] = Counter()
    for (day, referer, agent, languages), number in counted.items():
        page = addresses.page_of(referer)
        if page is None:
            continue
        family, is_bot = browser(agent)
        if is_bot:
            rows[day, Aspect.BOT.value, page, family] += number
            continue
        rows[day, Aspect.BROWSER.value, page, family] += number
        rows[day, Aspect.LANGUAGE.value, "", language(languages)] += number
    return rows


def read_arrivals(counted: Mapping[Key, int]) -> Counter[Key]:
    """The rows that the arrivals belong to. Raises django.db.Error."""
    addresses = Addresses()
    rows: Counter[Key] = Counter()
    hosts = dict(_known_hosts({day for day, _, _ in counted}))
    for (day, path, referer), number in sorted(counted.items()):
        host = referrer_host(referer)
        if host is None or addresses.page_at(path) == NO_PAGE:
            continue
        known = hosts[day]
        if host not in known and len(known) >= MOST_REFERRERS:
            host = OTHER
        known.add(host)
        rows[day, Aspect.REFERRER.value, "", host] += number
    return rows


def _known_hosts(days: set[date]) -> Iterator[tuple[date, set[str]]]:
    for day in days:
        rows = ViewCount.objects.filter(day=day, aspect=Aspect.REFERRER)
        yield day, set(rows.values_list("value", flat=True))


views = Counted("add up views", ViewCount, COLUMNS, read=read_views)
arrivals = Counted("add up arrivals", ViewCount, COLUMNS, read=read_arrivals)
