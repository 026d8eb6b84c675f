"""The addresses of pages that exist, where an address holds a name or a number."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.models import Notice
from policy.models import PolicyVersion
from rights.law import Right

ROUTES = (
    *("policy:policy", "policy:history", "policy:version", "notices:notice"),
    "rights:form",
)

# Addresses that are secrets or too many to be counted apart, in words.
NAMES = {
    "policy:compare": _("What changed between two versions"),
    "policy:on_day": _("What was in force on a day"),
    "policy:find_redline": _("Choosing two versions to compare"),
    "policy:find_day": _("Choosing a day"),
    "policy:section": _("One section through time"),
    "consent:receipt": _("A receipt of a cookie choice"),
    "subscriptions:own": _("A subscriber’s own page"),
    "subscriptions:confirm": _("Confirming a subscription"),
    "subscriptions:unsubscribe": _("Unsubscribing"),
    "subscriptions:erase": _("Erasing a subscription"),
    "hide_notice": _("Hiding a notice"),
    "rights:sent": _("A rights request was sent"),
    "rights:status": _("The page of a rights request"),
    "rights:status_confirm": _("Confirming a rights request"),
    "rights:status_message": _("Writing about a rights request"),
    "rights:status_withdraw": _("Withdrawing a rights request"),
    "rights:status_appeal": _("Appealing in a rights request"),
    "rights:status_erase": _("Erasing a rights request"),
    "held:page": _("What we hold about somebody"),
    "held:erase": _("Erasing what we hold about somebody"),
}


def existing_addresses() -> Iterator[str]:
    """Each policy with its history and versions, each notice, and each right."""
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
    for right in Right:
        yield reverse("rights:form", args=[right])
