"""The aggregate report of a month: views without small groups, for others to have.

The same figures make the same bytes. A report is made once and kept as it was made.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from pages.csv_lines import csv_lines
from traffic.models import Aspect, MonthlyReport, ReportExport, ViewCount
from traffic.months import last_month
from traffic.periods import Period, month_of
from traffic.suppression import Table, TooSmall, folded, safe_list, safe_table
from traffic.visitors import OTHER

# A group of fewer views than this is in no report.
LEAST = 10
MOST_PAGES, MOST_VALUES = 25, 25
LEFT_OUT = "left out"
Row = list[object]


def export(month: date, by: User, at: datetime | None = None) -> ReportExport:
    """Make the month's report unless it is there, and record who took it out.

    Raises ValidationError where reports are switched off, or the month is not over.
    """
    at = at or timezone.now()
    if not settings.AGGREGATE_REPORTS:
        raise ValidationError(
            _("Aggregate reports are off: the operator has to set AGGREGATE_REPORTS.")
        )
    span = month_of(month)
    if span.first > last_month(at).first:
        raise ValidationError(
            _("This month is not over. A report is of a whole calendar month.")
        )
    with transaction.atomic():
        report = _made(span, at)
        return ReportExport.objects.create(
            report=report,
            digest=report.digest,
            exported_at=at,
            exported_by=by,
            exported_by_name=by.get_full_name() or by.get_username(),
        )


def _made(span: Period, at: datetime) -> MonthlyReport:
    known = MonthlyReport.objects.filter(month=span.first).first()
    if known is not None:
        return known
    content = build(span)
    return MonthlyReport.objects.create(
        month=span.first, content=content, digest=digest_of(content), made_at=at
    )


def digest_of(content: str) -> str:
    """The SHA-256 of a report."""
    return hashlib.sha256(content.encode()).hexdigest()


def months_with_figures(at: datetime) -> list[date]:
    """The first days of the months that a report can be made of, the newest first."""
    last = last_month(at).last
    counted = ViewCount.objects.filter(day__lte=last)
    months = counted.dates("day", "month", order="DESC")
    return list(months)


def build(span: Period) -> str:
    """The report as CSV: pages by browser, then languages and referring sites."""
    cells, lists = _counted(span)
    rows: list[Row] = [
        ["report", "views of pages", settings.SITE_URL],
        ["month", f"{span.first:%Y-%m}", settings.TIME_ZONE],
        ["figures are left out below", LEAST, "or where they would tell such a one"],
    ]
    for part in (
        _pages(cells),
        _list("language", lists[Aspect.LANGUAGE]),
        _list("referring site", lists[Aspect.REFERRER]),
    ):
        rows += [[], *part]
    return csv_lines(rows)


def _counted(
    span: Period,
) -> tuple[Counter[tuple[str, str]], dict[str, Counter[str]]]:
    """Views by page and browser; views by language, and arrivals by site."""
    rows = ViewCount.objects.filter(day__range=(span.first, span.last))
    cells: Counter[tuple[str, str]] = Counter()
    lists: dict[str, Counter[str]] = {
        Aspect.LANGUAGE: Counter(),
        Aspect.REFERRER: Counter(),
    }
    sums = rows.values_list("aspect", "page", "value").annotate(Sum("count"))
    for aspect, page, value, count in sums:
        if aspect == Aspect.BROWSER:
            cells[page, value] += count
        elif aspect in lists:
            lists[aspect][value] += count
    return cells, lists


def _pages(cells: Mapping[tuple[str, str], int]) -> Iterator[Row]:
    """In the order of the alphabet: an order by figures would tell figures."""
    by_page, by_browser = Counter[str](), Counter[str]()
    for (page, value), count in cells.items():
        by_page[page] += count
        by_browser[value] += count
    pages = folded(by_page, LEAST, MOST_PAGES, OTHER)
    browsers = folded(by_browser, LEAST, MOST_VALUES, OTHER)
    found: Counter[tuple[str, str]] = Counter()
    for (page, value), count in cells.items():
        found[pages[page], browsers[value]] += count
    try:
        table = safe_table(dict(sorted(found.items())), LEAST, rest=OTHER)
    except TooSmall:
        yield ["page", LEFT_OUT]
        return
    yield from _table(table)


def _table(table: Table) -> Iterator[Row]:
    columns = sorted(table.columns)
    yield ["page", *columns, "all"]
    for row in sorted(table.rows):
        counts = [table.cells[row, column] for column in columns]
        yield [row, *map(_shown, counts), _shown(table.row_totals[row])]
    totals = [_shown(table.column_totals[column]) for column in columns]
    yield ["all", *totals, table.total]


def _list(name: str, counts: Mapping[str, int]) -> Iterator[Row]:
    names = folded(counts, LEAST, MOST_VALUES, OTHER)
    found: Counter[str] = Counter()
    for value, count in counts.items():
        found[names[value]] += count
    try:
        safe, total = safe_list(dict(sorted(found.items())), LEAST, rest=OTHER)
    except TooSmall:
        yield [name, LEFT_OUT]
        return
    yield [name, "all"]
    for value, number in sorted(safe.items()):
        yield [value, _shown(number)]
    yield ["all", total]


def _shown(count: int | None) -> object:
    return LEFT_OUT if count is None else count
