"""The home page, probes and error pages: what is made of several rooms."""

from __future__ import annotations

import logging
import sys
from datetime import date
from operator import attrgetter

from django.conf import settings
from django.core import checks
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import Error as DatabaseFailure
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token

from centene_site.failures import is_the_databases, leaves_open
from consent.views.shared import RETRY_AFTER_SECONDS
from pages.data import is_data, problem
from pages.instant import instant
from pages.public import public, safe
from policy.ready import named

logger = logging.getLogger(__name__)


@public
def home(request: HttpRequest) -> HttpResponse:
    """What this site is: policies in force, the latest change, ways to act."""
    versions = list(named().in_force().order_by("policy__order", "policy__title"))
    return render(
        request,
        "home.html",
        {
            "versions": versions,
            "latest": max(versions, key=attrgetter("effective_at"), default=None),
            "upcoming": list(named().upcoming().order_by("effective_at")),
        },
    )


# The day on which somebody last went through all pages for barriers.
ACCESSIBILITY_REVIEWED = date(2026, 11, 27)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """What barriers there are and whom to tell of one."""
    context = {
        "reviewed": ACCESSIBILITY_REVIEWED,
        "email": settings.ACCESSIBILITY_EMAIL or settings.PRIVACY_EMAIL,
    }
    return render(request, "accessibility.html", context)


@instant
@safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is touched."""
    return HttpResponse("ok\n", content_type="text/plain")


@safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, is migrated, and its triggers stand; else 503."""
    try:
        problem = _problem()
    except DatabaseFailure:
        logger.exception("The database does not answer.")
        problem = "the database does not answer"
    return HttpResponse(
        f"{problem or 'ok'}\n",
        content_type="text/plain",
        status=503 if problem else 200,
    )


def _problem() -> str:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "the database is not migrated"
    errors = checks.run_checks(
        tags=[checks.Tags.database], databases=[connection.alias]
    )
    return "a database check fails" if any(e.is_serious() for e in errors) else ""


@safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it unasked; the icon itself is a static file."""
    return redirect(static("icon.svg"), permanent=True)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be understood, or is too large."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    return _error_page(request, 413 if too_large else 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The person may not do this."""
    return _error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: from another site, or from an old page."""
    return _error_page(request, 403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is at this address: say what there is instead."""
    if is_data(request):
        return problem(404, _("Nothing is published at this address."))
    try:
        response = render(request, "404.html", status=404)
    except DatabaseFailure:
        return _error_page(request, 404)
    response.headers["Cache-Control"] = "no-cache"
    return response


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed: a page that needs no database and no context.

    Where the database did, in a view, a template or the middleware around them, 503.
    """
    error = sys.exception()
    if not is_the_databases(error):
        return _error_page(request, 500)
    response = _error_page(
        request,
        503,
        was_sent=request.method not in ("GET", "HEAD"),
        is_unknown=leaves_open(error),
    )
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _error_page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """A page that asks nothing of the database."""
    if is_data(request):
        return problem(status, _("This cannot be answered."))
    template = loader.get_template(f"{status}.html" if status != 404 else "500.html")
    context["telephone"] = settings.COMPANY_TELEPHONE
    response = HttpResponse(template.render(context), status=status)
    response.headers["Cache-Control"] = "no-cache"
    return response
