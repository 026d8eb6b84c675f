"""What notices hold of a version's words, and how it goes with them."""

from __future__ import annotations

from django.db.models import Q

from notices.models import Notice, NoticeDraft
from policy.models import PolicyVersion, Redaction


def has_lost_sections(notice: Notice) -> bool:
    """Whether its sections were destroyed with a version that it is about or compared
    with: its hash cannot be made again, and nobody tampered with it."""
    version = notice.version
    if version is None or notice.sections:
        return False
    about = Q(version=version) | Q(version__number=notice.compared_with)
    return Redaction.objects.filter(about, version__policy=version.policy_id).exists()


def destroy_words(version: PolicyVersion) -> None:
    """Destroy the headings that notices list of a redacted version, and what was
    written for its notice beforehand. What readers were told in a notice stays.
    """
    NoticeDraft.objects.filter(version=version).delete()
    compared = Q(version__policy=version.policy_id, compared_with=version.number)
    Notice.objects.filter(Q(version=version) | compared).update(sections=[])
