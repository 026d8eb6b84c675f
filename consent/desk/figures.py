"""The figures of a range of days as the statistics page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consent.models import Kind
from consent.statistics import CHOICES, VIEWS, Span, Statistics
from pages.chart import Bar, Chart, draw, grouped
from pages.csv_lines import csv_lines


@dataclass(frozen=True)
class Column:
    """One kind: its words, its sum, and its share of all in percent."""

    kind: str
    words: str
    total: str
    share: str


@dataclass(frozen=True)
class Row:
    """One span in the table."""

    name: str
    counts: list[str]
    sum: str


@dataclass(frozen=True)
class Group:
    """What is counted in one unit: choices, or views. ``chart`` is None without any."""

    key: str
    title: str
    unit: str
    explanation: str
    columns: list[Column]
    rows: list[Row]
    sum: str
    highest: str
    chart: Chart | None


def groups(found: Statistics) -> list[Group]:
    """Choices, and apart from them views."""
    return [
        _group(
            found,
            "choices",
            CHOICES,
            _("Choices"),
            _("choices"),
            _(
                "What people chose. “Mixed” is neither all nor nothing; “withdrawn” "
                "takes back an acceptance of analytics."
            ),
        ),
        _group(
            found,
            "views",
            VIEWS,
            _("Views without a choice"),
            _("views"),
            _(
                "Views of pages, not people: who reads five pages without answering "
                "is counted five times. They cannot be compared with choices."
            ),
        ),
    ]


def _group(
    found: Statistics,
    key: str,
    kinds: Sequence[Kind],
    title: str,
    unit: str,
    explanation: str,
) -> Group:
    whole = found.whole
    every = whole.sum(kinds)
    bars = [
        Bar(
            span.first,
            _name(span),
            [(kind.value, str(kind.label), span.counts[kind]) for kind in kinds],
        )
        for span in found.spans
    ]
    return Group(
        key=key,
        title=title,
        unit=unit,
        explanation=explanation,
        columns=[
            Column(
                kind.value,
                str(kind.label),
                grouped(whole.counts[kind]),
                percent(whole.counts[kind], every),
            )
            for kind in kinds
        ],
        rows=[
            Row(
                _name(span),
                [grouped(span.counts[kind]) for kind in kinds],
                grouped(span.sum(kinds)),
            )
            for span in found.spans
        ],
        sum=grouped(every),
        highest=grouped(max(span.sum(kinds) for span in found.spans)),
        chart=draw(bars) if every else None,
    )


def percent(part: int, whole: int) -> str:
    """ "33.3%"; '–' of nothing."""
    return f"{part / whole:.1%}" if whole else "–"


def _name(span: Span) -> str:
    first = date_format(span.first, "M j, Y")
    if span.first == span.last:
        return first
    last = date_format(span.last, "M j, Y")
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def as_csv(found: Statistics) -> str:
    """A line of column names, then a line for each span."""
    head = ["from_utc", "to_utc", *CHOICES, "choices", *VIEWS, "views"]
    rows = [
        [
            span.first.isoformat(),
            span.last.isoformat(),
            *(span.counts[kind] for kind in CHOICES),
            span.sum(CHOICES),
            *(span.counts[kind] for kind in VIEWS),
            span.sum(VIEWS),
        ]
        for span in found.spans
    ]
    return csv_lines([head, *rows])
