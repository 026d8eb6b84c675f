"""The draft of the catalogue as the content of its next version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consent.choices import CATEGORIES
from consent.models.draft import BannerDraft, DraftCategory, DraftCookie
from consent.own_cookies import OFFERED_COOKIES, OWN_COOKIES, lifetime

# Equal in size, place and effort, and of words that consent helpers know: not edited.
ACCEPT = gettext_noop("Accept analytics cookies")
REJECT = gettext_noop("Reject analytics cookies")
LINK = gettext_noop("Cookie choices")
THIS_SITE = gettext_noop("This site")


def draft_content() -> dict[str, Any]:
    """What would be frozen now: JSON, the same for the same draft."""
    banner = BannerDraft.objects.get()
    categories = DraftCategory.objects.all()
    by_slug = {category.varname: category for category in categories}
    cookies = defaultdict(list)
    for cookie in DraftCookie.objects.order_by("pk"):
        cookies[cookie.cookiegroup_id].append(_cookie(cookie))
    return {
        "banner": {
            "heading": banner.heading,
            "sentence": banner.sentence,
            "accept": ACCEPT,
            "reject": REJECT,
            "link": LINK,
        },
        "categories": [
            _category(by_slug[slug]) | {"cookies": cookies[by_slug[slug].pk]}
            for slug in CATEGORIES
            if slug in by_slug
        ],
    }


def _category(category: DraftCategory) -> dict[str, Any]:
    return {
        "slug": category.varname,
        "title": category.name,
        "lead": category.description,
        "refusing": category.refusing,
        "purpose": category.purpose,
        "legal_basis": category.legal_basis,
    }


def _cookie(cookie: DraftCookie) -> dict[str, Any]:
    is_own = cookie.name in OWN_COOKIES
    return {
        "name": cookie.name,
        "purpose": cookie.description,
        "lifetime": cookie.lifetime or (lifetime(cookie.name) if is_own else ""),
        "provider": cookie.provider or THIS_SITE,
        "third_party": cookie.third_party,
    }


def problems(content: dict[str, Any]) -> Iterator[str]:
    """Why the content cannot be asked with, in sentences; none when it can."""
    slugs = [category["slug"] for category in content["categories"]]
    for slug in CATEGORIES:
        if slug not in slugs:
            yield _("The category “%(slug)s” is missing.") % {"slug": slug}
    places = defaultdict(list)
    for category in content["categories"]:
        for name in ("title", "lead", "refusing", "purpose", "legal_basis"):
            if not category[name].strip():
                yield _("%(category)s: “%(field)s” is empty.") % {
                    "category": category["slug"],
                    "field": name,
                }
        for cookie in category["cookies"]:
            places[cookie["name"]].append(category["slug"])
            yield from _cookie_problems(cookie)
    for name, found in places.items():
        if len(found) > 1:
            yield _("The cookie %(name)s stands in several categories: %(found)s.") % {
                "name": name,
                "found": ", ".join(found),
            }
    for name in OWN_COOKIES:
        if name not in places and name not in OFFERED_COOKIES:
            yield _("This site sets the cookie %(name)s: list it.") % {"name": name}


def _cookie_problems(cookie: dict[str, Any]) -> Iterator[str]:
    if not cookie["purpose"].strip():
        yield _("Say what the cookie %(name)s is for.") % cookie
    if not cookie["lifetime"]:
        yield _("Say how long the cookie %(name)s stays.") % cookie
