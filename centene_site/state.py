"""/consent/state.css: all that is personal on a page, composed of what rooms know.

Public pages are the same for everyone (decision 3). Each links this stylesheet with the
numbers of the notices on it; it hides those that the person hid, and is the one place
where a view is counted, of a page and of its notices. It asks neither the database nor
the session, and no cache keeps it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from centene_site.frame import NOTICES_SHOWN, frame_as_known
from centene_site.hidden import read_hidden
from centene_site.hiding import HIDDEN, HIDDEN_FOR_NOW, read_number
from consent.assets import choice_rules
from notices.shown import count_shown
from pages.instant import instant
from pages.origin import Sender, sender_of
from pages.public import private, safe
from traffic.counting import count_view

HIDE_ALL = ".notices{display:none}"


@instant
@safe
@private
def state(request: HttpRequest) -> HttpResponse:
    """The stylesheet that hides what is done with, and reveals what is true."""
    is_counted = is_view(request)
    if is_counted:
        count_view(request.META)
    rules = [*choice_rules(request), *notice_rules(request, is_counted=is_counted)]
    return HttpResponse("".join(rules), content_type="text/css; charset=utf-8")


def notice_rules(request: HttpRequest, *, is_counted: bool) -> list[str]:
    """What hides the notices that the person hid; a view counts those that will show.

    Numbers of notices that do not show, as far as this worker knows, count nothing.
    """
    numbers = asked_numbers(request.GET.get("notices", ""))
    if not numbers:
        return []
    known = frame_as_known()
    hidden = read_hidden(request)
    if is_counted:
        showing = [number for number in numbers if known.shows(number)]
        count_shown(number for number in showing if number not in hidden.numbers)
    rules = [
        f"#notice-{number}{{display:none}}"
        for number in numbers
        if number in hidden.numbers
    ]
    if rules:
        confirmation = HIDDEN if hidden.is_kept else HIDDEN_FOR_NOW
        rules.append(f"#{confirmation}:target{{display:block}}")
    if hidden.numbers.issuperset({*numbers, *known.showing}):
        rules.append(HIDE_ALL)
    return rules


def asked_numbers(text: str) -> list[int]:
    """The notices that a page says it shows, "12.11"; no more than a page shows."""
    pieces = text.split(".", NOTICES_SHOWN)[:NOTICES_SHOWN]
    numbers = [read_number(piece) for piece in pieces]
    return list(dict.fromkeys(number for number in numbers if number is not None))


def is_view(request: HttpRequest) -> bool:
    """Whether a page of this site is about to be shown, and not only fetched ahead.

    https://www.w3.org/TR/fetch-metadata/; browsers without these headers are counted.
    """
    is_ahead = "prefetch" in request.META.get("HTTP_SEC_PURPOSE", "")
    is_ours = sender_of(request) is not Sender.FOREIGN
    return request.method == "GET" and is_ours and not is_ahead
