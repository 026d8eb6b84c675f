"""The addresses of pages that exist, where an address holds a name or a number."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.models import Notice
from policy.models import PolicyVersion

ROUTES = ("policy:policy", "policy:history", "policy:version", "notices:notice")

# Addresses that are secrets or too many to be counted apart, in words.
NAMES = {
    "policy:compare": _("What changed between two versions"),
    "policy:on_day": _("What was in force on a day"),
    "policy:section": _("One section through time"),
    "consent:receipt": _("A receipt of a cookie choice"),
    "subscriptions:own": _("A subscriber’s own page"),
    "subscriptions:confirm": _("Confirming a subscription"),
    "subscriptions:unsubscribe": _("Unsubscribing"),
    "subscriptions:erase": _("Erasing a subscription"),
    "hide_notice": _("Hiding a notice"),
}


def existing_addresses() -> Iterator[str]:
    """Each policy with its history and versions, and each notice."""
    published = PolicyVersion.objects.published().order_by()
    slugs = set()
    for slug, number in published.values_list("policy__slug", "number"):
        slugs.add(slug)
        yield reverse("policy:version", args=[slug, number])
    for slug in slugs:
        yield reverse("policy:policy", args=[slug])
        yield reverse("policy:history", args=[slug])
    for number in Notice.objects.values_list("number", flat=True):
        yield reverse("notices:notice", args=[number])
