"""What changed between two versions."""

from __future__ import annotations

from django.db.models import Q
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
    versions = _around(slug, first, second)
    if first not in versions or second not in versions:
        public_policy(slug)
        raise Http404(_("One of these versions does not exist."))
    old, new = versions[first], versions[second]
    try:
        found = redline_of(old, new)
    except Busy:
        return busy(request)
    context = {
        "policy": new.policy,
        "old": old,
        "new": new,
        "redline": found,
        "contents": contents(
            Heading(part["heading"], part["level"], part["id"], part["state"])
            for part in found.sections
        ),
        # The engine escapes every word and writes only its own tags.
        "marked_text": mark_safe(found.html),
        "next_number": second + 1 if second + 1 in versions else None,
    }
    return render(request, "policy/redline.html", context)


def _around(slug: str, first: int, second: int) -> dict[int | None, PolicyVersion]:
    """The two versions and the one after them, as far as there are any, by number."""
    # Unlike `number__in`, this takes a number that no database can hold.
    wanted = Q(number=first) | Q(number=second) | Q(number=second + 1)
    versions = PolicyVersion.objects.published().filter(wanted, policy__slug=slug)
    found = versions.select_related("policy").order_by()
    return {version.number: version for version in found}
