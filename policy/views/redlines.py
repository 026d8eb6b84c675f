"""What changed between two versions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from pages.public import public
from policy.models import PolicyVersion
from policy.redlines import Busy, redline_of
from policy.views.shared import public_policy

RETRY_AFTER_SECONDS = 2


@public
def compare(request: HttpRequest, slug: str, first: int, second: int) -> HttpResponse:
    """The redline of two published versions; a reversed address leads to this one."""
    if first > second:
        return redirect("policy:compare", slug, second, first)
    policy = public_policy(slug)
    versions = policy.versions.published().dated()
    old = versions.filter(number=first).first()
    new = versions.filter(number=second).first()
    if old is None or new is None:
        raise Http404(_("One of these versions does not exist."))
    try:
        found = redline_of(old, new)
    except Busy:
        response = render(request, "policy/redline_busy.html", status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    context = {
        "policy": policy,
        "old": old,
        "new": new,
        "redline": found,
        # The engine escapes every word and writes only its own tags.
        "marked_text": mark_safe(found.html),
        "other_versions": _neighbors(new),
    }
    return render(request, "policy/redline.html", context)


def _neighbors(version: PolicyVersion) -> list[PolicyVersion]:
    """The version after the newer one, for the way on through history."""
    following = version.policy.versions.published().without_bodies()
    return list(following.filter(number=(version.number or 0) + 1))
