"""/third-parties/: the register, with what the catalogue says of their cookies.

And what the register adds to other pages: whose policy applies behind a link, and the
way to the register beside the sections that speak of third parties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consent.catalogue import CatalogueCookie, Category, Content
from consent.in_force import catalogue_now
from pages.public import public
from traffic.models import ThirdParty
from traffic.register import third_parties, whose_cookie, whose_host

# Those of the policy that this site was made for: sections 1, 2, 4 and 5.
POLICY = "privacy-policy"
SECTIONS = (
    "collected-information",
    "who-collects-this-information",
    "how-information-is-shared",
    "link-to-other-sites",
)


class PartyCookie(NamedTuple):
    """A cookie of a third party, and the category in which it is asked about."""

    cookie: CatalogueCookie
    category: Category


class Entry(NamedTuple):
    """A third party as the page shows it; ``unlisted`` are names of cookies that the
    catalogue in force does not list, and which are therefore not set."""

    party: ThirdParty
    cookies: list[PartyCookie]
    unlisted: list[str]


@public
def register(request: HttpRequest) -> HttpResponse:
    """Who they are, what they do, what they get and why."""
    known = catalogue_now()
    content = known.in_force.content if known else None
    entries = [entry(party, content) for party in third_parties()]
    return render(request, "traffic/third_parties.html", {"entries": entries})


def entry(party: ThirdParty, content: Content | None) -> Entry:
    """The third party with its cookies as the catalogue tells of them."""
    listed = [
        PartyCookie(cookie, category)
        for category in (content.categories if content else ())
        for cookie in category.cookies
        if cookie.name in party.cookie_list
    ]
    names = {each.cookie.name for each in listed}
    unlisted = [name for name in party.cookie_list if name not in names]
    return Entry(party, listed, unlisted)


def unregistered(
    content: Content, parties: Sequence[ThirdParty], own: str
) -> Iterator[CatalogueCookie]:
    """Cookies of others than this site that no entry of the register names."""
    for category in content.categories:
        for cookie in category.cookies:
            if cookie.provider != own and whose_cookie(cookie.name, parties) is None:
                yield cookie


def register_note() -> SafeString:
    """The way to the register, below the heading of a section."""
    return format_html(
        '<p class="since"><a href="{}">{}</a></p>',
        reverse("third_parties"),
        _("Third parties"),
    )


def whose_policy(host: str) -> str:
    """Whose privacy policy applies behind a link, in words; '' where nobody knows."""
    company = whose_host(host)
    if not company:
        return ""
    return _("%(company)s’s privacy policy applies") % {"company": company}
