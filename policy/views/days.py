"""What a policy said on a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pages.public import public
from policy.days import Day, parse_day
from policy.models import Policy, PolicyVersion
from policy.reading import Reading
from policy.views.shared import public_policy


@public
def find_day(request: HttpRequest, slug: str) -> HttpResponse:
    """The form that asks for a day; with ``?day=`` it leads to that day's page."""
    policy = public_policy(slug)
    text = request.GET.get("day", "").strip()
    if day := parse_day(text):
        return redirect("policy:on_day", slug, day.isoformat())
    return _form_page(request, policy, text, status=400 if text else 200)


@public
def on_day(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The versions in force at any time of the day, and those announced by then."""
    policy = public_policy(slug)
    found = parse_day(day)
    if found is None:
        return _form_page(request, policy, day, status=404)
    today = timezone.localdate(timezone=policy.zone)
    if found > today:
        return _without_version(request, Day(policy, found), is_future=True)
    page = Day(policy, found)
    versions = page.in_force()
    if not versions:
        return _without_version(request, page, is_future=False)
    last = PolicyVersion.objects.dated().get(pk=versions[-1].pk)
    context = {
        "policy": policy,
        "day": found,
        "today": today,
        "versions": versions,
        "announced": page.announced(),
        "reading": Reading(last),
    }
    return render(request, "policy/on_day.html", context)


def _form_page(
    request: HttpRequest, policy: Policy, text: str, status: int
) -> HttpResponse:
    context = {
        "policy": policy,
        "text": text,
        "is_bad": status != 200,
        "today": timezone.localdate(timezone=policy.zone),
    }
    return render(request, "policy/find_day.html", context, status=status)


def _without_version(
    request: HttpRequest, page: Day, *, is_future: bool
) -> HttpResponse:
    """A day with no answer: before the first version, or not yet come."""
    context: dict[str, object] = {
        "policy": page.policy,
        "day": page.day,
        "today": timezone.localdate(timezone=page.policy.zone),
        "is_future": is_future,
        "first": page.first(),
        "announced": page.announced(),
    }
    return render(request, "policy/no_version_on_day.html", context, status=404)
