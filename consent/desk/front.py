"""What staff of cookie choices look for on the desk's first page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from consent.desk.proofs import runs

SEEN_BY = (
    "consent.view_selftest",
    "consent.view_tally",
    "consent.add_catalogueversion",
)


def consent_panel(request: HttpRequest) -> SafeString | None:
    """The last self-tests, and the ways to statistics, records and catalogue."""
    if not any(request.user.has_perm(permission) for permission in SEEN_BY):
        return None
    context = runs() if request.user.has_perm("consent.view_selftest") else {}
    return render_to_string("admin/consent/front.html", context, request)
