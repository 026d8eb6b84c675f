"""For crawlers and finders of holes: robots.txt, sitemap.xml, security.txt."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from centene_site.templatetags.site_tags import tel
from notices.models import Notice
from pages.data import absolute
from pages.public import public
from policy.ready import named
from rights.law import Right

logger = logging.getLogger(__name__)

# What one sitemap may hold (sitemaps.org), less the few pages that are no notices.
MOST_NOTICES = 45_000
# Pages that every site has, by their routes.
ALWAYS = (
    *("home", "notices:notices", "subscriptions:form", "rights:rights", "held:form"),
    *("third_parties", "transparency", "accessibility"),
)
PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Place:
    """A page for search engines, and when it last changed, where that is known."""

    address: str
    changed_at: datetime | None = None


@public
def robots(request: HttpRequest) -> HttpResponse:
    """/robots.txt (RFC 9309): what is nobody's to find, and where the sitemap is."""
    context = {"sitemap": absolute(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type=PLAIN)


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml: the pages that search engines may show.

    Versions are none of them: the policy's page is the canonical one of the version in
    force, and others are not for search engines at all.
    """
    context = {"places": places()}
    return render(request, "sitemap.xml", context, content_type="application/xml")


def places() -> Iterator[Place]:
    """What stands in the sitemap, in two queries."""
    for name in ALWAYS:
        yield Place(absolute(reverse(name)))
    for right in Right:
        yield Place(absolute(reverse("rights:form", args=[right])))
    if settings.RIGHTS_METRICS:
        yield Place(absolute(reverse("rights:metrics")))
    for version in named().in_force().order_by("policy__order", "policy__title"):
        policy = version.policy
        if not version.is_withheld:
            address = absolute(policy.get_absolute_url())
            yield Place(address, version.effective_at)
        yield Place(absolute(reverse("policy:history", args=[policy.slug])))
    notices = Notice.objects.begun().newest_first().select_related("end")
    columns = ("number", "shown_from", "end__ended_at")
    for notice in notices.only(*columns)[:MOST_NOTICES]:
        yield Place(absolute(notice.get_absolute_url()), notice.changed_at)


@public
def security(request: HttpRequest) -> HttpResponse:
    """/.well-known/security.txt (RFC 9116): whom to tell of a hole."""
    if timezone.now().date() >= settings.SECURITY_TXT_EXPIRES:
        logger.warning("security.txt has expired: set SECURITY_TXT_EXPIRES.")
    context = {
        "contact": contact(),
        "expires": settings.SECURITY_TXT_EXPIRES,
        "address": absolute(reverse("security")),
        "policy": settings.SECURITY_POLICY_URL,
    }
    return render(request, "security.txt", context, content_type=PLAIN)


def contact() -> str:
    """Whom to tell: as configured, or who answers for privacy."""
    if settings.SECURITY_CONTACT:
        return str(settings.SECURITY_CONTACT)
    if settings.PRIVACY_EMAIL:
        return f"mailto:{settings.PRIVACY_EMAIL}"
    return tel(settings.COMPANY_TELEPHONE)
