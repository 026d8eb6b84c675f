"""What changed between two versions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from pages.public import public
from policy.contents import Heading, contents
from policy.models import PolicyVersion
from policy.redlines import redline_of
from policy.turns import Busy
from policy.views.shared import busy, public_policy


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
        return busy(request)
    context = {
        "policy": policy,
        "old": old,
        "new": new,
        "redline": found,
        "contents": contents(
            Heading(part["heading"], part["level"], part["id"], part["state"])
            for part in found.sections
        ),
        # The engine escapes every word and writes only its own tags.
        "marked_text": mark_safe(found.html),
        "other_versions": _neighbors(new),
    }
    return render(request, "policy/redline.html", context)


def _neighbors(version: PolicyVersion) -> list[PolicyVersion]:
    """The version after the newer one, for the way on through history."""
    following = version.policy.versions.published().without_bodies()
    return list(following.filter(number=(version.number or 0) + 1))
