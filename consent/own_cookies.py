"""The cookies that this site itself can set: their names here, their lives in settings.

Each must stand in the catalogue, or it is not set: ``consent.checks`` says so.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

HIDDEN_NOTICES = "hidden-notices"
RIGHTS_REQUEST = "rights-request"
OWN_COOKIES = (
    *("choice", "csrftoken", HIDDEN_NOTICES, RIGHTS_REQUEST, "sessionid", "status"),
)
# Set only where the catalogue in force lists them: what came with an upgrade is offered
# once the company has told visitors of it.
OFFERED_COOKIES = (HIDDEN_NOTICES, RIGHTS_REQUEST)


def shown_name(name: str) -> str:
    """A cookie's name as the browser shows it: our own bear a prefix on https."""
    return f"{settings.COOKIE_PREFIX}{name}" if name in OWN_COOKIES else name


def lifetime(name: str) -> str:
    """How long one of our own cookies stays, in words."""
    if name == "choice":
        return _("%(accept)d days if you accept analytics, else %(reject)d days") % {
            "accept": settings.CONSENT_ACCEPT_DAYS,
            "reject": settings.CONSENT_REJECT_DAYS,
        }
    if name == HIDDEN_NOTICES:
        return _(
            "Until the notice ends; if you do not accept this category, until you "
            "close your browser"
        )
    if name == RIGHTS_REQUEST:
        return _("30 minutes")
    if name in ("sessionid", "status"):
        hours = settings.SESSION_COOKIE_AGE // 3600
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return _("Until you close your browser")
