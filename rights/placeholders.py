"""What stands in braces in an answer template, and what takes its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rights.businessdays import office_day
from rights.law import Right
from rights.models import Personal, RightsRequest

IN_BRACES = re.compile(r"\{([^{}]*)\}")
PLACEHOLDERS = {
    "name": gettext_lazy("the person’s name"),
    "number": gettext_lazy("the number of the request"),
    "right": gettext_lazy("the right"),
    "received": gettext_lazy("the day of receipt"),
    "answer_by": gettext_lazy("the day to answer by"),
    "company": gettext_lazy("the company"),
    "telephone": gettext_lazy("the company’s telephone number"),
}


def problems(text: str) -> Iterator[str]:
    """What is wrong with a template: sentences for who writes it."""
    for name in dict.fromkeys(IN_BRACES.findall(text)):
        if name not in PLACEHOLDERS:
            yield _("{%(name)s} is no placeholder. There are: %(all)s.") % {
                "name": name[:40],
                "all": ", ".join(f"{{{each}}}" for each in PLACEHOLDERS),
            }
    if set("{}") & set(IN_BRACES.sub("", text)):
        yield _("A brace stands alone: a placeholder is one word in braces.")


def fill(text: str, request: RightsRequest, personal: Personal | None) -> str:
    """The template about one request; what is not known stays in its braces, so that
    staff see that something is missing.
    """
    due = request.answer_by
    values = {
        "name": personal.name if personal else "",
        "number": request.number,
        "right": str(Right(request.right).label),
        "received": date_format(office_day(request.received_at), "F j, Y"),
        "answer_by": date_format(due, "F j, Y") if due else "",
        "company": settings.COMPANY_NAME,
        "telephone": settings.COMPANY_TELEPHONE,
    }
    return IN_BRACES.sub(lambda found: values.get(found[1]) or found[0], text)
