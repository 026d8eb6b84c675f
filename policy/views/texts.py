"""The frozen text of a version and nothing else, for good."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pages.data import absolute, opened
from pages.public import keep_for_good, public
from policy.models import PolicyVersion
from policy.plaintext import plain_text
from policy.ready import files
from policy.views.shared import public_policy, to_permanent_address, withheld_page


@public
def text(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Without its marks, as in the archive."""
    return _file(request, slug, number, "text", lambda found: plain_text(found.html))


@public
def markdown(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """As it was written (RFC 7763), as in the archive."""
    return _file(request, slug, number, "markdown", lambda found: found.source)


def _file(
    request: HttpRequest,
    slug: str,
    number: int,
    kind: str,
    words: Callable[[PolicyVersion], str],
) -> HttpResponse:
    policy = public_policy(slug)
    found = get_object_or_404(files(), policy=policy, number=number)
    found.policy = policy
    address = reverse(f"policy:version_{kind}", args=[slug, number])
    if elsewhere := to_permanent_address(request, address):
        return elsewhere
    if found.is_withheld:
        return withheld_page(request, policy, [found])
    media = "text/plain" if kind == "text" else "text/markdown"
    response = HttpResponse(words(found), content_type=f"{media}; charset=utf-8")
    page = absolute(found.get_absolute_url())
    response.headers["Link"] = f'<{page}>; rel="canonical"'
    opened(response)
    return keep_for_good(response)
