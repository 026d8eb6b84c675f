"""Public pages of a policy: the version in force, one version, the history."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _

from pages.paging import page_of
from pages.public import public, public_by
from policy.models import PolicyVersion, Status
from policy.reading import Reading
from policy.views.shared import public_policy, to_permanent_address, withheld_page

VERSIONS_PER_PAGE = 50


@public
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force; before the first takes force, what is coming."""
    versions = PolicyVersion.objects.filter(policy__slug=slug).dated().with_neighbors()
    current = versions.in_force().first()
    if current is None:
        return _not_in_force_yet(request, slug)
    if current.is_withheld:
        return withheld_page(request, current.policy, [current])
    return render(
        request,
        "policy/version.html",
        {"reading": Reading(current), "is_policy_page": True},
    )


def _not_in_force_yet(request: HttpRequest, slug: str) -> HttpResponse:
    published = PolicyVersion.objects.filter(policy__slug=slug).published()
    newest = published.dated().without_bodies().newest_first().first()
    if newest is None:
        raise Http404(_("There is no policy at this address."))
    upcoming = published.upcoming().readable().order_by("effective_at").first()
    return render(
        request,
        "policy/not_in_force.html",
        {"policy": newest.policy, "upcoming": upcoming},
    )


@public
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published version, for ever; a draft has no address."""
    versions = PolicyVersion.objects.published().dated().with_neighbors()
    found = get_object_or_404(versions, policy__slug=slug, number=number)
    if elsewhere := to_permanent_address(request, found.get_absolute_url()):
        return elsewhere
    if found.is_withheld:
        return withheld_page(request, found.policy, [found])
    reading = Reading(found)
    response = render(request, "policy/version.html", {"reading": reading})
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
    versions = parent.versions.published().dated().with_neighbors().without_bodies()
    page = page_of(request, versions.newest_first(), VERSIONS_PER_PAGE)
    context = {
        "policy": parent,
        "page": page,
        "has_withheld": parent.versions.filter(withholdings__isnull=False).exists(),
        "today": timezone.localdate(timezone=parent.zone),
        "first": 1,
        # Numbers have no gaps.
        "second": page.paginator.count,
    }
    return render(request, "policy/history.html", context)
