"""A policy's whole history to take away."""

from __future__ import annotations

import logging

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from pages.public import public
from policy.archive import archive_of
from policy.turns import Busy
from policy.views.shared import busy, public_policy

logger = logging.getLogger(__name__)


@public
def archive(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The archive as a file; it is made when the first reader asks for it."""
    policy = public_policy(slug)
    try:
        path = archive_of(policy)
        etag = quote_etag(path.stem)
        # Before the file is opened: what is not sent is not closed either.
        if (known := get_conditional_response(request, etag=etag)) is not None:
            return known
        file = path.open("rb")
    except Busy:
        return busy(request)
    except OSError:
        logger.exception("An archive could not be written.")
        return render(request, "policy/no_archive.html", status=503)
    response = FileResponse(
        file, as_attachment=True, filename=f"{slug}.zip", content_type="application/zip"
    )
    response.headers["ETag"] = etag
    return response
