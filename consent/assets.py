"""What pages load to know of a choice: rules of a stylesheet, and a script.

Public pages are the same for everyone (decision 3); all that is personal comes from
these two, which no cache keeps. Neither touches the database or the session.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from consent import tally
from consent.analytics import analytics_script
from consent.choices import ANALYTICS, Outcome
from consent.gate import Gate, gate
from consent.hint import is_hinted
from consent.middleware import consent_of
from consent.models import Kind
from pages.instant import instant
from pages.public import private, safe

# Counted at each view of a page, without any identifier.
COUNTED_VIEWS = {
    Outcome.UNDECIDED: Kind.UNANSWERED,
    Outcome.OPTED_OUT_BY_SIGNAL: Kind.SIGNAL,
}

# Without the banner nothing sticks to the top, so nothing has to be kept clear.
HIDE_BANNER = "#banner{display:none}html:root{scroll-padding-top:0}"


def choice_rules(request: HttpRequest) -> list[str]:
    """What hides the banner and reveals what is true, for the stylesheet of every page.

    Counts the view where nothing was chosen.
    """
    consent = consent_of(request)
    rules = []
    if consent.outcome in COUNTED_VIEWS:
        tally.count(COUNTED_VIEWS[consent.outcome], consent.asking.version)
    if consent.is_decided:
        analytics = "accepted" if consent.allows(ANALYTICS) else "rejected"
        rules += [
            HIDE_BANNER,
            f"#choice-{analytics}:target,#choice-saved:target{{display:block}}",
        ]
    if consent.outcome is Outcome.OPTED_OUT_BY_SIGNAL:
        rules += [HIDE_BANNER, "#site-signal{display:block}"]
    if is_hinted(request):
        rules += [".site-signed-in{display:block}"]
    return rules


@instant
@safe
@private
def analytics(request: HttpRequest) -> HttpResponse:
    """The analytics tag for those who accepted it, for all others nothing."""
    state = gate(
        is_configured=bool(settings.GOOGLE_ANALYTICS_GTAG_PROPERTY_ID),
        is_accepted=consent_of(request).allows(ANALYTICS),
        has_session=settings.SESSION_COOKIE_NAME in request.COOKIES,
    )
    script = analytics_script() if state is Gate.OPEN else ""
    return HttpResponse(script, content_type="application/javascript; charset=utf-8")
