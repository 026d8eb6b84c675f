"""What every page shows around its content: navigation, notices, footer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from notices.models import Notice
from policy.models import Policy, PolicyVersion

NOTICES_SHOWN = 2


def site(request: HttpRequest) -> dict[str, object]:
    """The site's own facts; what needs the database is read only when shown."""
    return {
        "site_url": settings.SITE_URL,
        "company_name": settings.COMPANY_NAME,
        "company_address": settings.COMPANY_ADDRESS,
        "company_telephone": settings.COMPANY_TELEPHONE,
        "privacy_email": settings.PRIVACY_EMAIL,
        "site_time_zone": settings.TIME_ZONE,
        "copyright_year": timezone.localdate().year,
        "has_analytics": bool(settings.GOOGLE_ANALYTICS_GTAG_PROPERTY_ID),
        "site_policies": SimpleLazyObject(_policies_in_force),
        "site_notices": SimpleLazyObject(_notices_showing),
    }


def _policies_in_force() -> list[Policy]:
    in_force = PolicyVersion.objects.in_force().values("policy")
    return list(Policy.objects.filter(pk__in=in_force))


def _notices_showing() -> dict[str, object]:
    notices = list(Notice.objects.showing().newest_first()[: NOTICES_SHOWN + 1])
    return {"shown": notices[:NOTICES_SHOWN], "has_more": len(notices) > NOTICES_SHOWN}
