"""The JSON Schemas of all open data, each at an address of its own."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from consent.data import SCHEMAS as CATALOGUE
from notices.data import SCHEMAS as NOTICES
from pages.data import STYLE, data, schema_address
from policy.data.schemas import SCHEMAS as POLICIES

SCHEMAS = {**POLICIES, **NOTICES, **CATALOGUE}


@data
def schema(request: HttpRequest, name: str) -> HttpResponseBase:
    """One schema (JSON Schema 2020-12)."""
    if name not in SCHEMAS:
        raise Http404(_("There is no such schema."))
    content = {"$id": schema_address(name), **SCHEMAS[name]}
    return HttpResponse(
        json.dumps(content, **STYLE), content_type="application/schema+json"
    )
