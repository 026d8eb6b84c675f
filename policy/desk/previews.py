"""A draft as readers will get it: its page, and what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages.headers import policy_header
from pages.public import private
from policy.contents import Heading, contents
from policy.desk.page import open_draft, page
from policy.languages import direction_of
from policy.markdown import render
from policy.models import PolicyVersion
from policy.presentation import present_redline
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
    draft = open_draft(request, model_admin, pk)
    rendered = render(draft.source, draft.policy.title)
    draft.html = rendered.html
    draft.direction = direction_of(draft.language)
    reading = Reading(draft)
    reading.contents = contents(
        Heading(section.heading, section.level, section.anchor)
        for section in rendered.sections
        if section.level
    )
    response = TemplateResponse(
        request, "policy/preview.html", {"reading": reading}
    ).render()
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


def conflict_changes(conflict: PolicyVersion, typed: str) -> dict[str, object]:
    """What a draft says by now against what a second editor typed."""
    title = conflict.policy.title
    mine = PolicyVersion(language=conflict.language)
    mine.html = render(typed, title).html
    conflict.html = render(conflict.source, title).html
    redline = make(conflict, mine)
    return {"conflict_redline": redline, "conflict_text": present_redline(redline.html)}


def draft_changes(draft: PolicyVersion) -> dict[str, object]:
    """The draft against the version that it will follow, for the templates."""
    readable = draft.policy.versions.standing().readable()
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
