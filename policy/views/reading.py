"""Public pages of a policy: the version in force, one version, the history."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import http_date

from pages.paging import page_of
from pages.public import public, public_by, speak_of_the_day
from policy.models import Policy, Status
from policy.reading import Reading
from policy.ready import entries, texts
from policy.views.shared import public_policy, to_permanent_address, withheld_page

VERSIONS_PER_PAGE = 50


@public
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force; before the first takes force, what is coming."""
    parent = public_policy(slug)
    current = texts().in_force().filter(policy=parent).first()
    if current is None:
        return _not_in_force_yet(request, parent)
    if current.is_withheld:
        return withheld_page(request, parent, [current])
    return render(
        request,
        "policy/version.html",
        {"reading": Reading(current), "is_policy_page": True},
    )


def _not_in_force_yet(request: HttpRequest, parent: Policy) -> HttpResponse:
    upcoming = parent.versions.upcoming().readable().without_bodies()
    return render(
        request,
        "policy/not_in_force.html",
        {"policy": parent, "upcoming": upcoming.order_by("effective_at").first()},
    )


@public
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published version, for ever; a draft has no address."""
    parent = public_policy(slug)
    found = get_object_or_404(texts(), policy=parent, number=number)
    found.policy = parent
    if elsewhere := to_permanent_address(request, found.get_absolute_url()):
        return elsewhere
    if found.is_withheld:
        return withheld_page(request, parent, [found])
    reading = Reading(found)
    today = timezone.localdate(reading.at, parent.zone)
    context = {"reading": reading, "cited_on": today}
    response = render(request, "policy/version.html", context)
    speak_of_the_day(response, parent.zone)
    # RFC 7089: the moment from which the address shows what was then in force.
    has_begun = reading.status in (Status.IN_FORCE, Status.SUPERSEDED)
    if has_begun and found.effective_at is not None:
        moment = found.effective_at.timestamp()
        response.headers["Memento-Datetime"] = http_date(moment)
        original = request.build_absolute_uri(found.policy.get_absolute_url())
        response.headers["Link"] = f'<{original}>; rel="original"'
    return response


@public_by("page")
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every published version of a policy, the newest first, in pages."""
    parent = public_policy(slug)
    versions = entries().filter(policy=parent).with_withholdings().newest_first()
    # Numbers have no gaps.
    count = parent.newest_number
    context = {
        "policy": parent,
        "page": page_of(request, versions, VERSIONS_PER_PAGE, count),
        "today": timezone.localdate(timezone=parent.zone),
        "first": 1,
        "second": count,
    }
    return render(request, "policy/history.html", context)
