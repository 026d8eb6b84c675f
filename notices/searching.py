"""Notices among what can be found, from the moment they begin to show."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from notices.models import Notice
from pages import stamp
from policy.models import SearchEntry
from policy.sealing import hash_of
from policy.search import entries
from policy.search.sources import Shelf, Source

KIND = "notice"
LANGUAGE = "en-US"


def stored() -> QuerySet[SearchEntry]:
    """What is stored of notices."""
    return SearchEntry.objects.filter(kind=KIND)


def put(notice: Notice) -> None:
    """Let a notice be found as it is written now; in the transaction that saves it."""
    remove([notice.number])
    entries.store([entry_of(notice)])


def remove(numbers: list[int]) -> None:
    """Let notices not be found any more."""
    entries.remove(stored().filter(first__in=numbers))


def entry_of(notice: Notice) -> SearchEntry:
    """What readers are told in it, not saved. The headings that it lists stand in its
    version, where they are found unless that is withheld."""
    told = (notice.for_whom, notice.what_to_do, notice.shorter_notice)
    words = entries.words_of(notice.summary, " ".join(filter(None, told)))
    return SearchEntry(
        kind=KIND,
        first=notice.number,
        last=notice.number,
        moment=notice.shown_from,
        language=LANGUAGE,
        digest=hash_of({"summary": notice.summary, "told": told}),
        **words,
    )


def _expected(tell: entries.Tell) -> Iterator[SearchEntry]:
    for count, notice in enumerate(Notice.objects.order_by("number"), start=1):
        yield entry_of(notice)
        tell(count)


def _state() -> list[str]:
    """What no visitor saw yet may change, and its hash with it."""
    return list(Notice.objects.order_by("number").values_list("digest", flat=True))


def _label(entry: SearchEntry) -> str:
    day = date_format(localtime(entry.moment), "F j, Y")
    return _("Notice %(number)s · %(day)s") % {"number": entry.first, "day": day}


notices = Source(
    kind=KIND,
    label=_label,
    address=lambda entry: reverse("notices:notice", args=[entry.first]),
    shelf=Shelf(
        name="notices",
        stored=stored,
        expected=_expected,
        total=Notice.objects.count,
        count=Notice.objects.count,
        state=_state,
        # Whoever writes a notice waits for the stamp, or holds it.
        lock=stamp.renew,
    ),
)
