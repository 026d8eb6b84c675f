"""What counted values are called where staff and visitors read them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from traffic.addresses import NO_PAGE
from traffic.models import Aspect
from traffic.visitors import LANGUAGES, NOT_SAID, OTHER, OTHER_BOT

_routes: dict[str, str | Promise] = {}


def name_routes(names: Mapping[str, str | Promise]) -> None:
    """Say what pages are called that are counted by their route; when an app starts."""
    _routes.update(names)


def shown_name(kind: str, value: str) -> str:
    """The words for a value of a ranking; ``kind`` is an aspect, or "page"."""
    words = {
        NO_PAGE: _("No page of this site"),
        NOT_SAID: _("Not said"),
        OTHER: _("Other"),
        OTHER_BOT: _("Other bots"),
    }
    if value in words:
        return words[value]
    if kind == Aspect.LANGUAGE and value in LANGUAGES:
        return _language(value)
    return str(_routes.get(value, value))


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
