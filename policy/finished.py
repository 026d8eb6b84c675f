"""Which pages of policies are finished before anybody asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max
from django.urls import reverse

from policy.models import PolicyVersion

# Of each policy, of the newest versions only: older ones are made on request.
VERSIONS_FINISHED = 10


def pages_of_policies() -> Iterator[str]:
    """The paths of each policy's page, its history, its newest versions and what
    changed in them."""
    published = PolicyVersion.objects.published().order_by()
    # Numbers have no gaps.
    newest = published.values_list("policy__slug").annotate(newest=Max("number"))
    for slug, last in newest.order_by("policy__slug"):
        yield reverse("policy:policy", args=[slug])
        yield reverse("policy:history", args=[slug])
        for number in range(last, max(0, last - VERSIONS_FINISHED), -1):
            yield reverse("policy:version", args=[slug, number])
            if number > 1:
                yield reverse("policy:compare", args=[slug, number - 1, number])
