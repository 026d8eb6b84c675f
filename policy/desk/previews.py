"""A draft as readers will get it: its page, its redline, and what comes with it."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.headers import policy_header
from pages.public import private
from policy.changenotes import ChangeNotes
from policy.contents import Heading, contents
from policy.desk.page import open_draft, page
from policy.desk.parts import parts
from policy.languages import direction_of
from policy.markdown import render
from policy.models import PolicyVersion, StoredRedline
from policy.presentation import present_redline
from policy.publishing import next_number
from policy.reading import Reading
from policy.redlines import make

if TYPE_CHECKING:
    from policy.desk.versions import PolicyVersionAdmin


@require_safe
@private
def preview(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """The draft in the public template; never public, never stored.

    The review page shows it in frames, at the width of a phone and of a desktop.
    """
    now = timezone.now()
    draft = open_draft(request, model_admin, pk)
    rendered = render(draft.source, draft.policy.title)
    draft.html = rendered.html
    draft.direction = direction_of(draft.language)
    reading = Reading(draft, now)
    reading.contents = contents(
        Heading(section.heading, section.level, section.anchor)
        for section in rendered.sections
        if section.level
    )
    context = {"reading": reading, "parts": parts(draft, now, "top")}
    return _framed(TemplateResponse(request, "policy/preview.html", context))


@require_safe
@private
def redline(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """The redline in the public template, as if the draft were published now."""
    now = timezone.now()
    draft = open_draft(request, model_admin, pk)
    changes = draft_changes(draft)
    found = changes.get("redline")
    if not isinstance(found, StoredRedline):
        raise Http404(_("No version is published yet: everything is new."))
    new = as_if_published(draft, now)
    context = {
        "policy": draft.policy,
        "old": found.old,
        "new": new,
        "redline": found,
        "contents": contents(
            Heading(part["heading"], part["level"], part["id"], part["state"])
            for part in found.sections
        ),
        "marked_text": changes["marked_text"],
        "notes": ChangeNotes([new], has_more=False),
        "parts": parts(draft, now, "top"),
    }
    return _framed(TemplateResponse(request, "policy/redline_preview.html", context))


def as_if_published(draft: PolicyVersion, at: datetime) -> PolicyVersion:
    """The draft as it would stand if it were published at the moment; never saved."""
    version = copy(draft)
    version.number = next_number(draft.policy)
    version.title = draft.policy.title
    version.company = draft.policy.company
    version.direction = direction_of(draft.language)
    version.published_at = at
    version.effective_at = draft.effective_at or at
    return version


def _framed(response: TemplateResponse) -> HttpResponse:
    """Let this site's own pages show it in a frame."""
    response.render()
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = policy_header(
        settings.CONTENT_SECURITY_POLICY | {"frame-ancestors": "'self'"}
    )
    return response


@require_safe
@private
def changes(
    request: HttpRequest, pk: int, model_admin: PolicyVersionAdmin
) -> HttpResponse:
    """The very redline that readers will get."""
    draft = open_draft(request, model_admin, pk)
    return page(
        request,
        model_admin,
        draft,
        "admin/policy/policyversion/changes.html",
        {"title": _("What will change"), **draft_changes(draft)},
    )


def draft_changes(draft: PolicyVersion) -> dict[str, object]:
    """The draft against the version that it will follow, for the templates."""
    readable = draft.policy.versions.standing().readable().with_end()
    before = readable.newest_first().first()
    if before is None:
        return {"before": None}
    draft.html = render(draft.source, draft.policy.title).html
    redline = make(before, draft)
    return {
        "before": before,
        "redline": redline,
        "marked_text": present_redline(redline.html),
    }
