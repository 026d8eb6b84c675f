"""Rights requests on /transparency/: how many came, and how they ended.

There are few of them, and each is about one person. So every figure is told in steps of
``LEAST``: no figure subtracted from another tells a small group, neither those that are
still open nor those of one month beside the month before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import ExtractYear
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from centene_site.transparency import Section, told
from pages import clock
from rights.models import RightsRequest
from rights.models.step import Step
from rights.states import Kind
from traffic.months import last_month
from traffic.reports import LEAST

ENDS = (Kind.ANSWERED, Kind.REFUSED)


def rights_section() -> Section:
    """Requests of this year, as far as its months are over, and of last year."""
    month = last_month(clock.now())
    years = (month.first.year, month.first.year - 1)
    counts = counts_by_year(years[-1], month.after.first)
    return Section(
        "rights",
        _("Rights requests"),
        _(
            "How many requests people made about their information, and how many of "
            "these we have answered and refused since. The others are open or were "
            "withdrawn. Figures are in steps of ten, so that they tell of nobody."
        ),
        [_("Year"), _("Received"), _("Answered"), _("Refused")],
        [
            [_year(year, month.first), *_row(counts[year])]
            for year in years
            if counts[year]
        ],
        _("No request was received in a month that is over."),
    )


def counts_by_year(first: int, before: date) -> dict[int, Counter[str | None]]:
    """Requests received since the year began, by year and by how they had ended last
    before the day; None is for neither answered nor refused."""
    end = _midnight(before)
    ended = Step.objects.filter(request=OuterRef("pk"), kind__in=ENDS, at__lt=end)
    received = RightsRequest.objects.filter(
        received_at__gte=_midnight(date(first, 1, 1)), received_at__lt=end
    ).annotate(
        year=ExtractYear("received_at", tzinfo=ZoneInfo(settings.TIME_ZONE)),
        ended=Subquery(ended.order_by("-number").values("kind")[:1]),
    )
    found: dict[int, Counter[str | None]] = defaultdict(Counter)
    rows = received.order_by().values_list("year", "ended").annotate(Count("pk"))
    for year, kind, count in rows:
        found[year][kind] = count
    return found


def _row(counts: Counter[str | None]) -> list[str]:
    return [told_in_steps(n) for n in (counts.total(), *(counts[k] for k in ENDS))]


def told_in_steps(count: int) -> str:
    """Between which two figures it is, such as "20 to 29"."""
    if count < LEAST:
        return told(count)
    first = count - count % LEAST
    return _("%(first)s to %(last)s") % {
        "first": number_format(first, force_grouping=True),
        "last": number_format(first + LEAST - 1, force_grouping=True),
    }


def _year(year: int, newest: date) -> str:
    if year < newest.year or newest.month == 12:
        return str(year)
    month = date_format(newest, "F")
    return _("%(year)s until the end of %(month)s") % {"year": year, "month": month}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE))
