"""The catalogue of cookies: the one module that knows django-cookie-consent.

Only its two tables are used. Its views, script, middleware and log are not mounted:
docs/consent.md says why.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cookie_consent.models import Cookie, CookieGroup
from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.choices import CATEGORIES

# Edited in our own admin, later; the package's pages are gone.
PACKAGE_MODELS = (Cookie, CookieGroup)
LOADED_BY = ("consent", "0002_load_catalogue")
# These four bear the prefix __Host- on https.
PREFIXED = ("choice", "csrftoken", "sessionid", "status")


@dataclass(frozen=True)
class CatalogueCookie:
    """One cookie as the page shows it."""

    name: str
    purpose: str
    lifetime: str
    provider: str


@dataclass(frozen=True)
class Category:
    """One purpose of cookies; ``lead`` says what it does, ``refusing`` what is lost."""

    slug: str
    title: str
    lead: str
    refusing: str
    cookies: tuple[CatalogueCookie, ...]


def read_categories() -> list[Category]:
    """The four categories in their order with their cookies; two queries."""
    groups = CookieGroup.objects.prefetch_related("cookie_set")
    by_slug = {group.varname: group for group in groups}
    return [_category(by_slug[slug]) for slug in CATEGORIES if slug in by_slug]


def _category(group: CookieGroup) -> Category:
    cookies = sorted(group.cookie_set.all(), key=lambda cookie: cookie.pk)
    return Category(
        slug=group.varname,
        title=_(group.name),
        lead=_(group.description),
        refusing=refusing(group.varname),
        cookies=tuple(_cookie(cookie) for cookie in cookies),
    )


def _cookie(cookie: Cookie) -> CatalogueCookie:
    prefix = settings.COOKIE_PREFIX if cookie.name in PREFIXED else ""
    return CatalogueCookie(
        name=prefix + cookie.name,
        purpose=_(cookie.description),
        lifetime=lifetime(cookie.name),
        provider=_("Google") if cookie.name.startswith("_g") else _("This site"),
    )


def refusing(category: str) -> str:
    """What rejecting the category means, in a sentence."""
    return {
        "authentication": _(
            "If you reject it, reading works as before. Signing in cannot do without "
            "it: who signs in gets these cookies."
        ),
        "status": _("If you reject it, pages do not show that you are signed in."),
        "analytics": _(
            "If you reject it, your browser sends nothing to Google. Every page works."
        ),
        "consent": _(
            "If you reject it, we keep your choice until you close your browser, and "
            "then ask again."
        ),
    }[category]


def lifetime(cookie: str) -> str:
    """How long the cookie stays, in words."""
    session = _("Until you close your browser")
    hours = settings.SESSION_COOKIE_AGE // 3600
    staff = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    analytics = _("At most %(days)d days") % {"days": ANALYTICS_COOKIE_DAYS}
    return {
        "choice": _("%(accept)d days if you accept analytics, else %(reject)d days")
        % {
            "accept": settings.CONSENT_ACCEPT_DAYS,
            "reject": settings.CONSENT_REJECT_DAYS,
        },
        "sessionid": staff,
        "status": staff,
        "_ga": analytics,
        "_ga_*": analytics,
    }.get(cookie, session)


ANALYTICS_COOKIE_DAYS = 180


def missing_categories(alias: str) -> list[str]:
    """Categories without a row in the database."""
    there = set(CookieGroup.objects.using(alias).values_list("varname", flat=True))
    return [slug for slug in CATEGORIES if slug not in there]


def cookies_listed_twice(alias: str) -> dict[str, list[str]]:
    """Names of cookies that stand in several categories, with those categories."""
    found = defaultdict(set)
    rows = Cookie.objects.using(alias).values_list("name", "cookiegroup__varname")
    for name, slug in rows:
        found[name].add(slug)
    return {name: sorted(slugs) for name, slugs in found.items() if len(slugs) > 1}


def is_loaded(alias: str) -> bool:
    """Whether the migration that loads the catalogue has run."""
    return LOADED_BY in MigrationRecorder(connections[alias]).applied_migrations()
