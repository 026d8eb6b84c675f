"""Which pages of notices are finished before anybody asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from notices.models import Notice

NOTICES_FINISHED = 10


def pages_of_notices() -> Iterator[str]:
    """The paths of the list and of the newest notices."""
    yield reverse("notices:notices")
    yield reverse("notices:feed")
    begun = Notice.objects.begun().newest_first()
    for number in begun.values_list("number", flat=True)[:NOTICES_FINISHED]:
        yield reverse("notices:notice", args=[number])
