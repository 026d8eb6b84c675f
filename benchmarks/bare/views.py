"""A ready response, and one INSERT."""

import os
import secrets

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from benchmarks.bare.models import Row

BODY = b"x" * int(os.environ.get("BARE_BYTES", "5400"))
HEADERS = {"Content-Length": str(len(BODY))}


def ready(request: HttpRequest) -> HttpResponse:
    """As many bytes as the page in brotli."""
    return HttpResponse(BODY, headers=HEADERS)


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """Read the form, keep a row, and redirect."""
    word = request.POST["choice"]
    Row(code=secrets.token_hex(16), at=timezone.now(), word=word).save()
    headers = {"Location": "/", "Content-Length": "0"}
    return HttpResponse(status=303, headers=headers)


urlpatterns = [path("ready/", ready), path("insert/", insert)]
