"""Days left in words."""

from __future__ import annotations

from datetime import date

import pytest

from rights.due import Urgency, counted_day, due_words, urgency

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("due", "words", "degree"),
    [
        (date(2026, 3, 1), "365 days overdue", Urgency.OVERDUE),
        (date(2027, 2, 27), "2 days overdue", Urgency.OVERDUE),
        (date(2027, 2, 28), "1 day overdue", Urgency.OVERDUE),
        (date(2027, 3, 1), "today", Urgency.THIS_WEEK),
        (date(2027, 3, 2), "tomorrow", Urgency.THIS_WEEK),
        (date(2027, 3, 4), "in 3 days", Urgency.THIS_WEEK),
        (date(2027, 3, 7), "in 6 days", Urgency.THIS_WEEK),
        (date(2027, 3, 8), "in 7 days", Urgency.LATER),
        (date(2028, 3, 1), "in 366 days", Urgency.LATER),
    ],
)
def test_a_due_date_has_words_and_a_degree(
    due: date, words: str, degree: Urgency
) -> None:
    assert due_words(due, TODAY) == words
    assert urgency(due, due, TODAY) is degree


def test_a_day_that_moved_is_overdue_only_after_it() -> None:
    sunday, monday, tuesday = (date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 2))
    assert counted_day(sunday, monday, sunday) == sunday
    assert counted_day(sunday, monday, monday) == monday
    assert urgency(sunday, monday, monday) is Urgency.THIS_WEEK
    assert counted_day(sunday, monday, tuesday) == monday
    assert urgency(sunday, monday, tuesday) is Urgency.OVERDUE
