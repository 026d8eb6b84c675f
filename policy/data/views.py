"""Policies, versions, histories and redlines as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from pages.data import (
    absolute,
    answer,
    data,
    data_by,
    link,
    page_facts,
    page_links,
    problem,
)
from pages.paging import page_of
from policy.changenotes import change_notes
from policy.data.shapes import (
    entry_of,
    policy_of,
    redline_of,
    version_of,
    withholding_of,
)
from policy.models import PolicyVersion
from policy.querysets import load_withholdings
from policy.reading import Reading
from policy.ready import entries, texts
from policy.redlines import redline_of as find_redline
from policy.turns import Busy
from policy.views.reading import VERSIONS_PER_PAGE
from policy.views.redlines import sides_of, withheld_of
from policy.views.shared import (
    RETRY_AFTER_SECONDS,
    as_withheld,
    public_policies,
    public_policy,
    to_permanent_address,
    withheld_status,
)


@data
def policies(request: HttpRequest) -> HttpResponseBase:
    """Every policy of which something is published."""
    versions = list(entries().not_superseded().with_withholdings().order_by("number"))
    content = {
        "policies": [policy_of(each, versions) for each in public_policies()],
        "links": {
            "self": link("policy:policies_data"),
            "page": link("home"),
            "feed": link("policy:all_feed"),
            "notices": link("notices_data"),
            "catalogue": link("catalogue_data"),
        },
    }
    return answer("policies", content)


@data
def policy(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A policy: what is in force of it and what is upcoming."""
    parent = public_policy(slug)
    versions = entries().filter(policy=parent).not_superseded().with_withholdings()
    return answer("policy", policy_of(parent, versions.order_by("number")))


@data_by("page")
def history(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every published version of a policy, the newest first, in pages."""
    parent = public_policy(slug)
    versions = entries().filter(policy=parent).with_withholdings().newest_first()
    page = page_of(request, versions, VERSIONS_PER_PAGE, parent.newest_number)
    content = {
        "policy": slug,
        "versions": [entry_of(each) for each in page],
        "links": {
            **page_links(link("policy:history_data", slug), page),
            "page": link("policy:history", slug),
            "policy": link("policy:policy_data", slug),
        },
        **page_facts(page),
    }
    return answer("versions", content)


@data
def version(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """One published version with its text."""
    parent = public_policy(slug)
    found = get_object_or_404(texts(), policy=parent, number=number)
    found.policy = parent
    address = reverse("policy:version_data", args=[slug, number])
    if elsewhere := to_permanent_address(request, address):
        return elsewhere
    if found.is_withheld:
        return withheld_problem([found])
    return answer("version", version_of(Reading(found)))


@data
def compare(
    request: HttpRequest, slug: str, first: int, second: int
) -> HttpResponseBase:
    """The list of changes; a reversed address leads to this one."""
    first, second = sorted((first, second))
    address = reverse("policy:compare_data", args=[slug, first, second])
    if elsewhere := to_permanent_address(request, address):
        return elsewhere
    parent = public_policy(slug)
    old, new, between = sides_of(parent, first, second)
    if withheld := withheld_of(old, new):
        return withheld_problem(withheld)
    try:
        found = find_redline(old, new)
    except Busy:
        response = problem(503, _("Others asked for costly work just before."))
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    found.old, found.new = old, new
    return answer("redline", redline_of(found, parent, change_notes(old, new, between)))


def withheld_problem(versions: Sequence[PolicyVersion]) -> HttpResponseBase:
    """What there is instead of the withheld versions' words."""
    load_withholdings(versions)
    status = withheld_status(versions) or 200
    facts = [
        {
            "policy": each.policy.slug,
            "number": each.number,
            "place": each.place_in_time().value,
            "withholding": withholding_of(each.withheld),
            "hash": each.digest,
            "links": {"page": absolute(each.get_absolute_url())},
        }
        for each in versions
        if each.withheld
    ]
    detail = _("What was asked for is withheld: its page says why.")
    return as_withheld(problem(status, detail, withheld=facts), versions)
