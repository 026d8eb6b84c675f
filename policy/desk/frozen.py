"""What a person may read of a published version at the desk."""

from __future__ import annotations

from django.http import HttpRequest

from policy.desk.links import WITHHOLD
from policy.models import PolicyVersion

FROZEN_FIELDS = [
    "policy",
    "number",
    "status",
    "withheld",
    "origin",
    "title",
    "company",
    "language",
    "effective",
    "published",
    "published_by_name",
    "material",
    "why_material",
    "change_note",
    "reason",
    "digest",
    "previous_digest",
    "source",
]
# Of a withheld version only who may withhold reads these.
WORDS = {"title", "company", "change_note", "reason", "source"}


def frozen_fields(request: HttpRequest, version: PolicyVersion) -> list[str]:
    """What this person may read of a published version."""
    hidden = set() if may_read(request, version) else WORDS
    return [field for field in FROZEN_FIELDS if field not in hidden]


def may_read(request: HttpRequest, version: PolicyVersion) -> bool:
    """Whether the version's words are for this person."""
    return not version.is_withheld or request.user.has_perm(WITHHOLD)
