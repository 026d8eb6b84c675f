"""Root-level addresses that no policy may take."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# First segments of this site's own addresses, present and planned. The test
# tests/policy/test_slugs.py holds them against the URL configuration.
RESERVED_SLUGS = (
    "accessibility",
    "admin",
    "consent",
    "cookies",
    "embed",
    "feed",
    "leaving",
    "livez",
    "notices",
    "privacy-rights",
    "readyz",
    "robots",
    "schemas",
    "search",
    "sitemap",
    "static",
    "subscribe",
    "third-parties",
    "transparency",
)
SHORTEST_SLUG = 3


def validate_slug_is_free(slug: str) -> None:
    """Refuse the site's own first segments and two-letter language codes.

    An address is written in one way only: lower-case words joined by hyphens.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise ValidationError(
            _("Write the address in lower-case letters, digits and hyphens.")
        )
    if slug in RESERVED_SLUGS or len(slug) < SHORTEST_SLUG:
        raise ValidationError(
            _("“%(slug)s” is an address of the site itself; choose another."),
            params={"slug": slug},
        )
