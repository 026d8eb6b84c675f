"""The figures of a period as the page of statistics shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pages.chart import Bar, Chart, draw, grouped
from pages.csv_lines import csv_lines
from traffic.desk.bars import Bars, draw_bars
from traffic.models import Aspect
from traffic.names import shown_name
from traffic.periods import Period, Unit, month_of
from traffic.statistics import PAGES, Ranking, Statistics

MOST_BARS = 10
MOST_ROWS = 50


@dataclass(frozen=True)
class Row:
    """One value in a table."""

    name: str
    count: str
    share: str
    before: str
    change: str


@dataclass(frozen=True)
class Section:
    """One ranking: ``bars`` is None where nothing was counted."""

    key: str
    title: str
    explanation: str
    column: str
    rows: list[Row]
    left_out: str
    sum: Row
    bars: Bars | None


@dataclass(frozen=True)
class Shown:
    """All that the page says of a period."""

    name: str
    compared: str
    views: Row
    chart: Chart | None
    days: list[tuple[str, str]]
    sections: list[Section]


def shown(found: Statistics) -> Shown:
    """The figures in words."""
    bars = [
        Bar(day, _day(day), [("views", _("views"), count)]) for day, count in found.days
    ]
    return Shown(
        name=period_name(found.period),
        compared=period_name(found.compared),
        views=_row("", found.views, found.views_before, found.views),
        chart=draw(bars) if any(count for _, count in found.days) else None,
        days=[(_day(day), grouped(count)) for day, count in found.days],
        sections=[_section(ranking) for ranking in found.rankings],
    )


def _section(ranking: Ranking) -> Section:
    title, column, explanation = _words(ranking.kind)
    lines = [
        (shown_name(ranking.kind, line.value), line.count, line.before)
        for line in ranking.lines
    ]
    total = ranking.count
    first = lines[:MOST_BARS]
    return Section(
        key=ranking.kind,
        title=title,
        explanation=explanation,
        column=column,
        rows=[_row(*line, total) for line in lines[:MOST_ROWS]],
        left_out=grouped(max(0, len(lines) - MOST_ROWS)),
        sum=_row(_("All"), total, ranking.before, total),
        bars=draw_bars(first) if total or ranking.before else None,
    )


def _words(kind: str) -> tuple[str, str, str]:
    """Title, name of the first column, explanation."""
    return {
        PAGES: (
            _("Pages"),
            _("Page"),
            _("Views of each page. What is read in feeds and files is not counted."),
        ),
        Aspect.REFERRER: (
            _("Referrers"),
            _("Site"),
            _(
                "Other sites whose links were followed to this one, where the browser "
                "says so and this server itself answered: a shared cache counts none."
            ),
        ),
        Aspect.BROWSER: (_("Browsers"), _("Browser"), _("Views by family of browser.")),
        Aspect.LANGUAGE: (
            _("Languages"),
            _("Language"),
            _("Views by the language that the browser prefers."),
        ),
        Aspect.BOT: (
            _("Bots"),
            _("Bot"),
            _(
                "Programs that say so and load stylesheets. They are in no other "
                "figure here; most bots load no stylesheets and are not counted."
            ),
        ),
    }[kind]


def _row(name: str, count: int, before: int, total: int) -> Row:
    return Row(
        name,
        grouped(count),
        f"{count / total:.1%}" if total else "–",
        grouped(before),
        change(count, before),
    )


def change(count: int, before: int) -> str:
    """ "+12%"; "–" where there was nothing before."""
    if not before:
        return "–"
    return f"{(count - before) / before:+.0%}".replace("+0%", "0%").replace("-0%", "0%")


def period_name(span: Period) -> str:
    """Its first and last day in words; a whole month by its name."""
    if span.unit is Unit.MONTH and span == month_of(span.first):
        return date_format(span.first, "F Y")
    if span.length == 1:
        return _day(span.first)
    first, last = _day(span.first), _day(span.last)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _day(day: object) -> str:
    return date_format(day, "M j, Y")  # type: ignore[arg-type]


def as_csv(found: Statistics) -> str:
    """A line of column names, then a line for each day and each value."""
    rows: list[list[object]] = [["kind", "value", "count", "count_before"]]
    rows += [
        ["day", day.isoformat(), count, ""]
        for day, count in found.days
        if found.period.first <= day <= found.period.last
    ]
    for ranking in found.rankings:
        rows += [
            [ranking.kind, line.value, line.count, line.before]
            for line in ranking.lines
        ]
    return csv_lines(rows)
