"""What changed between two versions."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pages.public import public, public_by
from policy.changenotes import MOST_SHOWN, change_notes
from policy.contents import Heading, contents
from policy.models import Policy, PolicyVersion
from policy.presentation import present_redline
from policy.ready import sides
from policy.redlines import redline_of
from policy.turns import Busy
from policy.views.shared import (
    busy,
    public_policy,
    to_permanent_address,
    withheld_page,
)

# Nobody writes more digits: the number of a version fits into 32 bits.
MOST_DIGITS = 9


@public_by("from", "to")
def find_redline(request: HttpRequest, slug: str) -> HttpResponse:
    """The form that asks for two versions; ``?from=&to=`` lead to their redline."""
    policy = public_policy(slug)
    newest = policy.newest_number
    texts = [request.GET.get(name, "").strip() for name in ("from", "to")]
    if not any(texts):
        return _form_page(request, policy, ["1", str(newest)])
    if not all(text.isascii() and text.isdigit() for text in texts):
        sentence = _("Write the numbers of two versions, from 1 to %(newest)d.")
        problem = sentence % {"newest": newest}
        return _form_page(request, policy, texts, problem, status=400)
    for text in texts:
        if len(text) > MOST_DIGITS or not 1 <= int(text) <= newest:
            sentence = _("There is no version %(number)s: the newest is %(newest)d.")
            problem = sentence % {"number": text, "newest": newest}
            return _form_page(request, policy, texts, problem, status=404)
    first, second = sorted(int(text) for text in texts)
    return redirect("policy:compare", slug, first, second)


def _form_page(
    request: HttpRequest,
    policy: Policy,
    texts: list[str],
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "policy": policy,
        "first": texts[0],
        "second": texts[1],
        "problem": problem,
    }
    return render(request, "policy/find_redline.html", context, status=status)


@public
def compare(request: HttpRequest, slug: str, first: int, second: int) -> HttpResponse:
    """The redline of two published versions; a reversed address leads to this one."""
    first, second = sorted((first, second))
    address = reverse("policy:compare", args=[slug, first, second])
    if elsewhere := to_permanent_address(request, address):
        return elsewhere
    policy = public_policy(slug)
    old, new, between = sides_of(policy, first, second)
    if withheld := withheld_of(old, new):
        return withheld_page(request, policy, withheld, is_comparison=True)
    try:
        found = redline_of(old, new)
    except Busy:
        return busy(request)
    context = {
        "policy": policy,
        "old": old,
        "new": new,
        "sides": [old, new],
        "redline": found,
        "contents": contents(
            Heading(part["heading"], part["level"], part["id"], part["state"])
            for part in found.sections
        ),
        "marked_text": present_redline(found.html),
        "notes": change_notes(old, new, between),
        # For the form that chooses two others.
        "first": first,
        "second": second,
    }
    return render(request, "policy/redline.html", context)


def sides_of(
    policy: Policy, first: int, second: int
) -> tuple[PolicyVersion, PolicyVersion, list[PolicyVersion]]:
    """Two published versions with their text, and the newest of those after the first
    up to the second for their change notes, in one query. Raises Http404."""
    # Unlike `number__in`, these take a number that no database can hold.
    ends = Q(number=first) | Q(number=second)
    newest = Q(number__gt=max(first, second - MOST_SHOWN), number__lt=second)
    rows = sides().filter(ends | newest, policy=policy).with_text_where(ends)
    found = {}
    for version in rows:
        version.policy, version.html = policy, version.text or ""
        found[version.number] = version
    if first not in found or second not in found:
        raise Http404(_("One of these versions does not exist."))
    return found[first], found[second], list(found.values())


def withheld_of(old: PolicyVersion, new: PolicyVersion) -> list[PolicyVersion]:
    """Those of the two whose words are not shown, each once."""
    different = [old] if old == new else [old, new]
    return [version for version in different if version.is_withheld]
