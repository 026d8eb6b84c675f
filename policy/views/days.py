"""What a policy said on a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pages.public import public, public_by
from policy.days import FIRST_DAY, LAST_DAY, Day, is_answerable, parse_day
from policy.models import Policy
from policy.querysets import load_withholdings
from policy.views.shared import as_withheld, public_policy


@public_by("day")
def find_day(request: HttpRequest, slug: str) -> HttpResponse:
    """The form that asks for a day; with ``?day=`` it leads to that day's page."""
    policy = public_policy(slug)
    text = request.GET.get("day", "").strip()
    day = parse_day(text)
    if day is not None and is_answerable(day):
        return redirect("policy:on_day", slug, day.isoformat())
    return _form_page(request, policy, text, status=400 if text else 200)


@public
def on_day(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """The versions in force at any time of the day, and those announced by then."""
    policy = public_policy(slug)
    found = parse_day(day)
    if found is None or not is_answerable(found):
        return _form_page(request, policy, day, status=404)
    page = Day(policy, found)
    today = timezone.localdate(page.now, policy.zone)
    if found > today:
        return _without_version(request, page, is_future=True)
    versions = page.in_force
    if not versions:
        return _without_version(request, page, is_future=False)
    if versions[-1].is_withheld:
        load_withholdings(versions[-1:])
    context = {
        "policy": policy,
        "day": found,
        "today": today,
        "now": page.now,
        "versions": versions,
        "announced": page.announced,
        "reading": page.reading,
    }
    response = render(request, "policy/on_day.html", context)
    return as_withheld(response, versions[-1:])


def _form_page(
    request: HttpRequest, policy: Policy, text: str, status: int
) -> HttpResponse:
    context = {
        "policy": policy,
        "text": text,
        "problem": "" if status == 200 else _problem(text),
        "today": timezone.localdate(timezone=policy.zone),
    }
    return render(request, "policy/find_day.html", context, status=status)


def _problem(text: str) -> str:
    """Why there is no answer for what somebody wrote as a day."""
    day = parse_day(text)
    if day is None:
        return _(
            "“%(text)s” is not a day. Write year, month and day, as in 2020-05-01."
        ) % {"text": text}
    if day < FIRST_DAY:
        return _(
            "%(text)s is before %(first)s, the first day that this site knows."
        ) % {
            "text": text,
            "first": date_format(FIRST_DAY, "F j, Y"),
        }
    return _("%(text)s is after %(last)s, the last day that this site knows.") % {
        "text": text,
        "last": date_format(LAST_DAY, "F j, Y"),
    }


def _without_version(
    request: HttpRequest, page: Day, *, is_future: bool
) -> HttpResponse:
    """A day with no answer: before the first version, or not yet come."""
    context: dict[str, object] = {
        "policy": page.policy,
        "day": page.day,
        "today": timezone.localdate(page.now, page.policy.zone),
        "is_future": is_future,
        "first": page.first(),
        "announced": page.announced,
    }
    return render(request, "policy/no_version_on_day.html", context, status=404)
