"""One section of a policy through time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from pages import clock
from pages.paging import page_of
from pages.public import public_by, speak_of_the_day
from policy.sectionhistory import readings, standing_versions
from policy.views.shared import public_policy

READINGS_PER_PAGE = 25


@public_by("page")
def section(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    """Every wording that the section had, the newest first, in pages."""
    policy = public_policy(slug)
    versions = standing_versions(policy)
    found = readings(policy, versions, anchor)
    if not found:
        raise Http404(_("No version of this policy has such a section."))
    context = {
        "policy": policy,
        "anchor": anchor,
        "heading": found[0].heading,
        "withheld": [each.number for each in versions if each.is_withheld],
        "page": page_of(request, found, READINGS_PER_PAGE),
        "cited_on": timezone.localdate(clock.now(), policy.zone),
    }
    response = render(request, "policy/section.html", context)
    return speak_of_the_day(response, policy.zone)
