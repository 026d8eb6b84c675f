"""Finding words in policies and notices.

What somebody looks for is kept nowhere: no cache may keep the answer, no log has it,
the page loads no analytics, and what it leads to is told no more than the origin.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pages import clock
from pages.paging import page_of
from pages.public import safe
from policy.search import asking
from policy.search.finding import MOST_CANDIDATES, find, hits
from policy.search.spelling import instead, sections_in_force

HITS_PER_PAGE = 10


@safe
def search(request: HttpRequest) -> HttpResponse:
    """The form; with ``?q=`` what it finds, with ``&earlier=1`` in earlier versions
    too. 400 for more than a person types, which comes back cut."""
    typed = request.GET.get("q", "")
    with_earlier = request.GET.get("earlier", "") == "1"
    text = " ".join(typed[: asking.MOST_CHARACTERS].replace("\0", " ").split())
    is_long = len(typed) > asking.MOST_CHARACTERS
    with clock.standing_at(clock.now()):
        context: dict[str, object] = {
            "typed": text,
            "with_earlier": with_earlier,
            "is_long": is_long,
            "most_characters": asking.MOST_CHARACTERS,
        }
        if text and not is_long:
            context |= _answer(request, text, with_earlier)
        response = render(
            request, "policy/search.html", context, status=400 if is_long else 200
        )
    response.headers["Cache-Control"] = "no-store"
    # Pages of this site that have analytics would tell what page they came from.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def _answer(request: HttpRequest, text: str, with_earlier: bool) -> dict[str, object]:
    """What the page says of the query. Raises Http404 beyond the last page."""
    query = asking.read(text)
    found = find(query, with_earlier=with_earlier)
    page = page_of(request, found, HITS_PER_PAGE)
    return {
        "query": query,
        "most_words": asking.MOST_WORDS,
        "page": page,
        "page_query": urlencode({"q": text} | ({"earlier": 1} if with_earlier else {})),
        "hits": hits(list(page), query),
        "is_bounded": len(found) >= MOST_CANDIDATES,
        "instead": [] if found else _links(instead(query)),
        "sections": [] if found else sections_in_force(),
    }


def _links(words: list[str]) -> list[tuple[str, str]]:
    address = reverse("search")
    return [(word, f"{address}?{urlencode({'q': word})}") for word in words]
