"""Ending a notice before its time: a row of its own, never an edit."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notices.models import Notice, NoticeEnd
from pages import stamp
from policy.refusals import Refused


def end_early(notice: Notice, *, by: AbstractBaseUser, reason: str) -> NoticeEnd:
    """Stop showing a notice now; its page says why. Raises Refused."""
    if not reason.strip():
        raise Refused(_("Say why the notice ends early: readers will see it."))
    with transaction.atomic():
        return _end(notice, timezone.now(), by, reason)


def supersede(
    notice: Notice, new: Notice, *, by: AbstractBaseUser, reason: str = ""
) -> NoticeEnd:
    """Post a new notice in place of one that shows, in one moment. Raises Refused.

    About the same version it tells of the same sections.
    """
    now = timezone.now()
    if new.version == notice.version:
        new.sections = notice.sections
        new.compared_with = notice.compared_with
        new.shorter_notice = notice.shorter_notice
    new.shown_from = now
    new.created_by_id = by.pk
    with transaction.atomic():
        new.post()
        return _end(notice, now, by, reason, new)


def _end(
    notice: Notice,
    at: datetime,
    by: AbstractBaseUser,
    reason: str,
    superseded_by: Notice | None = None,
) -> NoticeEnd:
    """Two at once: the second waits here, and is told."""
    Notice.objects.select_for_update().get(pk=notice.pk)
    if not Notice.objects.showing(at).filter(pk=notice.pk).exists():
        raise Refused(_("Only a notice that shows now can be ended."))
    end = NoticeEnd(
        notice=notice,
        ended_at=at,
        ended_by_id=by.pk,
        ended_by_name=by.get_username(),
        reason=reason.strip(),
        superseded_by=superseded_by,
    )
    end.save(force_insert=True)
    stamp.renew()
    return end
