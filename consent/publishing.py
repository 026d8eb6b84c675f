"""Publishing the catalogue: the draft becomes a numbered, frozen, hashed version."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent import drafting
from consent.models import BannerDraft, CatalogueVersion, ConsentRecord
from pages import stamp
from policy import sealing

# Beyond this the exact number is of no use, and counting it would read the table.
MOST_COUNTED = 10_000


class Refused(Exception):
    """The catalogue cannot be published; the text says why, one sentence per line."""


def canonical_catalogue(version: CatalogueVersion) -> dict[str, object]:
    """Everything that is frozen in the version, and of who published it the seal."""
    return {
        "number": version.number,
        "content": version.content,
        "material": version.material,
        "change_note": version.change_note,
        "published_at": sealing.iso(version.published_at),
        "publisher_seal": version.publisher_seal,
        "previous_digest": version.previous_digest,
    }


def catalogue_digest(version: CatalogueVersion) -> str:
    """SHA-256, in hexadecimal, over everything that is frozen in the version."""
    return sealing.hash_of(canonical_catalogue(version))


def fingerprint(content: dict[str, Any]) -> str:
    """What tells one draft from another: 64 hexadecimal digits."""
    return sealing.hash_of(content)


def publish_catalogue(
    *,
    by: AbstractBaseUser | None,
    material: bool,
    change_note: str,
    seen: str | None = None,
    at: datetime | None = None,
) -> CatalogueVersion:
    """Freeze the draft as the next version. Visitors are asked with it at once.

    ``seen`` is the fingerprint of the draft that was looked at: where somebody changed
    the draft since, the publication is refused. Raises Refused.
    """
    with transaction.atomic():
        # One at a time: who waits here then sees what the other published.
        BannerDraft.objects.select_for_update().get()
        last = CatalogueVersion.objects.order_by("number").last()
        content = drafting.draft_content()
        _refuse(content, last, change_note, seen)
        name = by.get_username() if by else ""
        salt = sealing.make_salt()
        version = CatalogueVersion(
            number=last.number + 1 if last else 1,
            content=content,
            material=material,
            change_note=change_note.strip(),
            published_at=at or timezone.now(),
            published_by_id=by.pk if by else None,
            published_by_name=name,
            publisher_salt=salt,
            publisher_seal=sealing.seal(salt, name),
            previous_digest=last.digest if last else "",
        )
        version.digest = catalogue_digest(version)
        version.save(force_insert=True)
        stamp.renew()
    return version


def _refuse(
    content: dict[str, Any],
    last: CatalogueVersion | None,
    change_note: str,
    seen: str | None,
) -> None:
    sentences = list(drafting.problems(content))
    if not change_note.strip():
        sentences.append(_("Say what changed and why."))
    if last is not None and last.content == content:
        sentences.append(_("Nothing changed since the last catalogue version."))
    if seen is not None and seen != fingerprint(content):
        sentences.append(
            _("Somebody changed the draft meanwhile. Look at it again, then publish.")
        )
    if sentences:
        raise Refused("\n".join(sentences))


def asked_again() -> int:
    """How many accepted choices a material version would end, MOST_COUNTED at most.

    Of one browser that chose several times all are counted.
    """
    since = timezone.now() - timedelta(days=settings.CONSENT_ACCEPT_DAYS)
    accepted = ConsentRecord.objects.filter(
        effective_analytics=True, chosen_at__gt=since
    )
    return accepted.order_by()[:MOST_COUNTED].count()
