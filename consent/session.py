"""The end of a session whose category is rejected."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse

from consent.hint import delete_hint

logger = logging.getLogger(__name__)


def end_session(request: HttpRequest, response: HttpResponse) -> None:
    """Sign the person out here and in their browser.

    While the database fails the row stays until it expires; the browser no longer has
    its key, and nobody honors it from a browser that rejects authentication.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        try:
            request.session.flush()
        except DatabaseFailure:
            logger.exception("A session could not be deleted.")
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        response.delete_cookie(name, samesite="Lax")
    delete_hint(response)
