"""/transparency/: what this site counts and what it had to give away, for everybody.

Each figure is of calendar months or years that are over, and the page changes with the
months. No two exact figures overlap; one below ``LEAST`` is not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from notices.models import ShownCount
from pages import clock
from pages.public import changes_at, public
from pages.remembered import Remembered
from traffic.disclosures import by_year
from traffic.models import Aspect, ViewCount
from traffic.months import last_month, months_back, next_month_moment
from traffic.reports import LEAST

MONTHS = 12


@dataclass(frozen=True)
class Section:
    """Figures of one kind. ``key`` is its anchor; ``empty`` is for none."""

    key: str
    title: str
    explanation: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """The rows, each figure with the name of its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def is_wide(self) -> bool:
        """Whether a phone shows the figures below each other."""
        return len(self.columns) > 2


Source = Callable[[], Section]
_sources: list[Source] = []


def add_section(source: Source) -> None:
    """Let the page show figures of another room; called when an app starts."""
    if source not in _sources:
        _sources.append(source)


def _made() -> tuple[date, list[Section]]:
    """The newest month that is told, and all sections."""
    return last_month(clock.now()).first, [source() for source in _sources]


_remembered = Remembered(_made)


def sections() -> list[Section]:
    """All sections at the clock's moment, asked for once per change and month."""
    month, found = _remembered.get()
    is_present = month == last_month(clock.now()).first
    return found if is_present else _made()[1]


@public
def transparency(request: HttpRequest) -> HttpResponse:
    """All sections."""
    context = {"sections": sections()}
    response = render(request, "traffic/transparency.html", context)
    changes_at(response, next_month_moment(clock.now()))
    return response


def told(count: int) -> str:
    """The figure, or that it is a small one."""
    if count < LEAST:
        return _("fewer than %(least)d") % {"least": LEAST}
    return number_format(count, force_grouping=True)


def views_section() -> Section:
    """Views of pages, by month."""
    empty = _("No month with figures is over yet.")
    if not settings.COUNT_VIEWS:
        empty = _("We count no views.")
    months = [month.first for month in months_back(clock.now(), MONTHS)]
    views = ViewCount.objects.filter(aspect=Aspect.BROWSER, day__gte=months[-1])
    return Section(
        "views",
        _("Views of pages"),
        _(
            "How often pages were viewed. These are views and not people: we do not "
            "tell one visitor from another. Bots that say so are left out."
        ),
        [_("Month"), _("Views")],
        _by_month(months, _sums(views)),
        empty,
    )


def notices_section() -> Section:
    """Views of notices, by month."""
    months = [month.first for month in months_back(clock.now(), MONTHS)]
    shown = ShownCount.objects.filter(day__gte=months[-1])
    return Section(
        "notices",
        _("Notices shown"),
        _(
            "How often a notice stood at the top of a page that somebody viewed. Days "
            "are those of UTC."
        ),
        [_("Month"), _("Times shown")],
        _by_month(months, _sums(shown)),
        _("No notice was shown in a month that is over."),
    )


def disclosures_section() -> Section:
    """Disclosures to authorities, by year."""
    return Section(
        "disclosures",
        _("Disclosures to authorities"),
        _(
            "How often we gave information to an authority or to a party in a lawsuit. "
            "A year is told once it is over."
        ),
        [_("Year"), _("Disclosures")],
        [
            [str(year), told(count) if count else _("none")]
            for year, count in by_year(clock.now()).items()
        ],
        _("None is on record in a year that is over."),
    )


def _sums(rows: QuerySet[Any]) -> Counter[date]:
    """The counts of rows by the first day of their month."""
    by_month = rows.annotate(month=TruncMonth("day")).values_list("month")
    return Counter(dict(by_month.order_by().annotate(Sum("count"))))


def _by_month(months: list[date], counts: Counter[date]) -> list[list[str]]:
    """A row for each month since the first with figures, the newest first."""
    known = [number for number, month in enumerate(months) if counts[month]]
    return [
        [date_format(month, "F Y"), told(counts[month])]
        for month in months[: max(known, default=-1) + 1]
    ]
