"""Public pages of notices: all of them, and each for ever."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from notices.feed import feed
from notices.models import Notice
from pages.feeds import atom as as_atom
from pages.paging import page_of
from pages.public import public, public_by
from policy.views.shared import to_permanent_address

NOTICES_PER_PAGE = 25


@public_by("page")
def notices(request: HttpRequest) -> HttpResponse:
    """Every notice that began to show, the newest first, in pages."""
    begun = Notice.objects.begun().with_facts().newest_first()
    page = page_of(request, begun, NOTICES_PER_PAGE)
    return render(request, "notices/notices.html", {"page": page})


@public
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """One notice, permanent once it began to show."""
    found = get_object_or_404(Notice.objects.begun().with_facts(), number=number)
    elsewhere = to_permanent_address(request, found.get_absolute_url())
    return elsewhere or render(request, "notices/notice.html", {"notice": found})


@public
def atom(request: HttpRequest) -> HttpResponse:
    """The newest notices as a feed."""
    return as_atom(feed())
