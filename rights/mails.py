"""The words of the mails about a request: short, as text and as HTML.

A mail names the request's number and nothing that the person wrote: whoever reads a
mailbox has not thereby read a request. No image and no link that counts who reads.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from outbox.letters import Letter
from rights.law import Right
from rights.models import Personal, RightsRequest
from rights.states import WITHOUT_CONFIRMATION

# What mails are for, as the outbox keeps it for good.
PURPOSE_RECEIVED = "rights-request"
PURPOSE_REMINDER = "rights-reminder"
PURPOSE_NEWS = "rights-news"
PURPOSE_LINK = "rights-link"
PURPOSE_HELD = "rights-held"
# What a mail's reference begins with; the number of the request follows.
ABOUT = "request "


def reference(request: RightsRequest) -> str:
    """The request that a mail is about, as the outbox keeps it for good."""
    return f"{ABOUT}{request.number}"


def received(request: RightsRequest, personal: Personal) -> Letter:
    """What somebody gets who asked, or for whom somebody asked."""
    needs = request.right not in WITHOUT_CONFIRMATION
    if needs:
        subject = _("Please confirm your address: request %(number)s")
    else:
        subject = _("We have your request %(number)s")
    context = {"needs_confirmation": needs}
    return _letter("received", subject, request, personal, context)


def reminder(request: RightsRequest, personal: Personal) -> Letter:
    """What they get who did not confirm for three days."""
    subject = _("Reminder: please confirm your address for request %(number)s")
    return _letter("reminder", subject, request, personal, {})


def news(request: RightsRequest, personal: Personal, what: str) -> Letter:
    """That something happened, in one sentence; what it is, the page says."""
    subject = _("News about your request %(number)s")
    return _letter("news", subject, request, personal, {"what": what})


def new_link(request: RightsRequest, personal: Personal) -> Letter:
    """The link that somebody asked for."""
    subject = _("Your new link to request %(number)s")
    return _letter("link", subject, request, personal, {})


def held(address: str, url: str, hours: int) -> Letter:
    """The link to all that is held about an address."""
    subject = _("Your link: what %(company)s holds about you here") % {
        "company": settings.COMPANY_NAME
    }
    return _rendered("held", address, subject, {"url": url, "hours": hours})


def status_url(secret: str, action: str = "") -> str:
    """The address of a request's own page, or of one below it, as mails give it."""
    path = reverse("rights:status", args=[secret])
    return f"{settings.SITE_URL}{path}{action}"


def expires_after(at: datetime) -> datetime:
    """Until when a link works that is mailed at the moment."""
    return at + timedelta(days=settings.RIGHTS_LINK_DAYS)


def _letter(
    name: str,
    subject: str,
    request: RightsRequest,
    personal: Personal,
    context: dict[str, Any],
) -> Letter:
    more = {
        "number": request.number,
        "right": Right(request.right).label,
        "answer_by": request.answer_by,
        "status_url": status_url(personal.secret),
        "confirm_url": status_url(personal.secret, "confirm/"),
        "link_expires_at": request.link_expires_at,
    }
    words = subject % {"number": request.number}
    return _rendered(name, personal.email, words, more | context)


def _rendered(name: str, address: str, subject: str, context: dict[str, Any]) -> Letter:
    context = context | {
        "company_name": settings.COMPANY_NAME,
        "company_telephone": settings.COMPANY_TELEPHONE,
        "site_url": settings.SITE_URL,
        "renew_url": f"{settings.SITE_URL}{reverse('rights:link')}",
    }
    text, html = (
        render_to_string(f"rights/mail/{name}.{ending}", context).strip() + "\n"
        for ending in ("txt", "html")
    )
    return Letter(address, " ".join(subject.split()), text, html)
