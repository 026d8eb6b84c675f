"""What every page shows around its content: navigation, notices, banner, footer."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from centene_site.frame import frame_as_known, frame_now
from consent.catalogue import Catalogue
from consent.in_force import catalogue_now, catalogue_or_none
from consent.own_cookies import HIDDEN_NOTICES
from pages import clock
from pages.public import needs_no_database


def site(request: HttpRequest) -> dict[str, object]:
    """The site's own facts; what needs the database is read only when shown."""
    as_known = needs_no_database(request)
    read_frame = frame_as_known if as_known else frame_now
    catalogue: Any = SimpleLazyObject(catalogue_or_none if as_known else catalogue_now)
    return {
        "site_url": settings.SITE_URL,
        "company_name": settings.COMPANY_NAME,
        "company_address": settings.COMPANY_ADDRESS,
        "company_telephone": settings.COMPANY_TELEPHONE,
        "privacy_email": settings.PRIVACY_EMAIL,
        "site_time_zone": settings.TIME_ZONE,
        "copyright_year": timezone.localdate(clock.now()).year,
        "has_analytics": bool(settings.GOOGLE_ANALYTICS_GTAG_PROPERTY_ID),
        "counts_views": settings.COUNT_VIEWS,
        "sells_or_shares": settings.SELLS_OR_SHARES,
        "site_frame": SimpleLazyObject(read_frame),
        "site_catalogue": catalogue,
        "can_hide_notices": SimpleLazyObject(partial(_can_hide_notices, catalogue)),
    }


def _can_hide_notices(known: Catalogue | None) -> bool:
    """Only where visitors are told of the cookie that it takes."""
    return bool(known and known.in_force.content.lists(HIDDEN_NOTICES))
