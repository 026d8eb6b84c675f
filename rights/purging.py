"""What goes after its time, by the retention table in settings; holds stop it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rights.erasing import Held, erase
from rights.models import AnswerFile, Hold, HoldRelease, PersonalView, RightsRequest
from rights.models.request import RightsRequestQuerySet
from rights.models.step import Step

FILE, PERSONAL, LOG = "file of an answer", "personal data", "log"


@dataclass
class Purge:
    """What a purge did, or would do, in lines; ``held`` names what stopped it."""

    files: int = 0
    erased: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.files or self.erased or self.deleted)

    def __str__(self) -> str:
        return (
            f"{self.files} files deleted, personal data of {len(self.erased)} requests "
            f"erased, logs of {len(self.deleted)} deleted"
        )


def purge(at: datetime | None = None, *, dry_run: bool = False) -> Purge:
    """Delete and erase what is due. With ``dry_run`` nothing changes."""
    at = at or timezone.now()
    done = Purge()
    for answer in expired_files(at).select_related("request"):
        if _is_free(answer.request, at, done):
            done.files += 1
            if not dry_run:
                answer.delete()
    for request in ended_long_ago(at):
        if _is_free(request, at, done):
            done.erased.append(request.number)
            if not dry_run:
                _erase(request, at)
    for request in logged_long_ago(at):
        if _is_free(request, at, done):
            done.deleted.append(request.number)
            if not dry_run:
                _delete(request)
    return done


def purge_what_is_due() -> Purge | None:
    """The chore; None where nothing was due."""
    return purge() or None


def expired_files(at: datetime) -> QuerySet[AnswerFile]:
    """Files of answers that can no longer be downloaded."""
    return AnswerFile.objects.expired(at).defer("content", "sealed")


def ended_long_ago(at: datetime) -> RightsRequestQuerySet:
    """Requests whose personal data has had its time."""
    before = at - settings.RIGHTS_RETENTION[PERSONAL].time
    return RightsRequest.objects.ended_by(before).personal()


def logged_long_ago(at: datetime) -> RightsRequestQuerySet:
    """Requests of which only the log is left, and whose log has had its time: that of
    its last step, of who last saw it, and of its last hold.
    """
    before = at - settings.RIGHTS_RETENTION[LOG].time
    old = RightsRequest.objects.filter(erased_at__isnull=False, entered_at__lte=before)
    return (
        old.exclude(steps__recorded_at__gt=before)
        .exclude(views__at__gt=before)
        .exclude(holds__placed_at__gt=before)
        .exclude(holds__release__released_at__gt=before)
    )


def holds_in_words(request: RightsRequest, at: datetime) -> Iterator[str]:
    """Who holds the request, why and until when."""
    for hold in Hold.objects.covering(request, at):
        until = f"until {hold.until:%Y-%m-%d}" if hold.until else "until released"
        yield (
            f"{request.number} is held: {hold.reason} (by {hold.placed_by_name}, "
            f"{until})."
        )


def _is_free(request: RightsRequest, at: datetime, done: Purge) -> bool:
    held = list(holds_in_words(request, at))
    done.held += [line for line in held if line not in done.held]
    return not held


def _erase(request: RightsRequest, at: datetime) -> None:
    """A hold may have been placed a moment ago: then it stays."""
    try:
        erase(request, at=at)
    except Held:
        return


def _delete(request: RightsRequest) -> None:
    """The log, who saw it, holds that are over, and the request itself."""
    with transaction.atomic():
        HoldRelease.objects.filter(hold__request=request).delete()
        Hold.objects.filter(request=request).delete()
        PersonalView.objects.filter(request=request).delete()
        Step.objects.filter(request=request).delete()
        request.delete()
