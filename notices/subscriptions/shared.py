"""What the views of subscriptions share."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notices.models import Subscriber
from pages.public import private

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 60

SubscriberView = Callable[..., HttpResponse]


def by_secret(*, gone_is_done: bool = False) -> Callable[[SubscriberView], Any]:
    """Declare a page that a mailed link opens; the view gets its subscriber.

    The secret in the address is all that says who sends: a mail provider posts without
    cookie and origin (RFC 8058, 3.2), and no other site knows the secret. So it must
    not leave: no Referer, no cache, no search engine, no log (secret_paths.py).

    Where nothing is held any more the answer is 404; with ``gone_is_done`` a POST gets
    200, for what it asks for is so.
    """

    def declare(view: SubscriberView) -> Any:
        @csrf_exempt
        @private
        @require_http_methods(["GET", "HEAD", "POST"])
        @survives_the_database
        @wraps(view)
        def wrapper(request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
            subscriber = Subscriber.objects.of_secret(secret).first()
            try:
                if subscriber is None:
                    raise Subscriber.DoesNotExist
                response = view(request, subscriber, secret, **kwargs)
            except ObjectDoesNotExist:
                is_done = gone_is_done and request.method == "POST"
                response = gone(request, 200 if is_done else 404)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return wrapper

    return declare


def survives_the_database(view: SubscriberView) -> SubscriberView:
    """Say so, and lose nothing, where the database does not answer."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DatabaseFailure:
            logger.exception("Subscriptions cannot be read or changed.")
            page = render_to_string("notices/subscriptions/unavailable.html")
            response = HttpResponse(page, status=503)
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
            return response

    return wrapper


def gone(request: HttpRequest, status: int) -> HttpResponse:
    """Nothing is held under the link."""
    return render(request, "notices/subscriptions/gone.html", status=status)
