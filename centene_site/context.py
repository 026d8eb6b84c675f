"""What every page shows around its content: navigation, notices, banner, footer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from centene_site.frame import frame_as_known, frame_now
from consent.in_force import catalogue_now, catalogue_or_none
from pages import clock
from pages.public import needs_no_database


def site(request: HttpRequest) -> dict[str, object]:
    """The site's own facts; what needs the database is read only when shown."""
    as_known = needs_no_database(request)
    read_frame = frame_as_known if as_known else frame_now
    read_catalogue = catalogue_or_none if as_known else catalogue_now
    return {
        "site_url": settings.SITE_URL,
        "company_name": settings.COMPANY_NAME,
        "company_address": settings.COMPANY_ADDRESS,
        "company_telephone": settings.COMPANY_TELEPHONE,
        "privacy_email": settings.PRIVACY_EMAIL,
        "site_time_zone": settings.TIME_ZONE,
        "copyright_year": timezone.localdate(clock.now()).year,
        "has_analytics": bool(settings.GOOGLE_ANALYTICS_GTAG_PROPERTY_ID),
        "sells_or_shares": settings.SELLS_OR_SHARES,
        "site_frame": SimpleLazyObject(read_frame),
        "site_catalogue": SimpleLazyObject(read_catalogue),
    }
