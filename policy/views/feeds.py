"""Versions as feeds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from pages.feeds import atom
from pages.public import public
from policy.feeds import feed_of, feed_of_all
from policy.views.shared import public_policies, public_policy


@public
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest versions of a policy."""
    return atom(feed_of(public_policy(slug)))


@public
def all_policies(request: HttpRequest) -> HttpResponse:
    """The newest versions of all policies."""
    return atom(feed_of_all(public_policies()))
