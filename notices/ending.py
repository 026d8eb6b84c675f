"""Ending a notice before its time: a row of its own, never an edit."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.models import EndConfirmation, Notice, NoticeEnd
from pages import stamp
from policy.refusals import Refused

# Who approves versions agrees to other words about one.
APPROVE = "policy.approve_policyversion"
STAYS = gettext_lazy(
    "This notice was posted with its version: only withdrawing or withholding the "
    "version ends it early."
)


def end_early(notice: Notice, *, by: AbstractBaseUser, reason: str) -> NoticeEnd:
    """Stop showing a notice now; its page says why. Raises Refused.

    One that was posted with its version was approved with it, and stays.
    """
    if notice.stays_with_version:
        raise Refused(str(STAYS))
    if not reason.strip():
        raise Refused(_("Say why the notice ends early: readers will see it."))
    with transaction.atomic():
        return _end(notice, timezone.now(), by, reason)


def supersede(notice: Notice, new: Notice, *, by: User, reason: str = "") -> NoticeEnd:
    """Post a new notice in place of one that shows, in one moment. Raises Refused.

    About the same version it tells of the same sections. In place of one that was
    posted with its version it waits for another person, see ``confirm``.
    """
    now = timezone.now()
    if notice.stays_with_version:
        refuse_other_notice(notice, new, by=by, reason=reason)
        new.posted_with_version = True
    if new.version == notice.version:
        new.sections = notice.sections
        new.compared_with = notice.compared_with
        new.shorter_notice = notice.shorter_notice
    new.shown_from = now
    new.created_by_id = by.pk
    with transaction.atomic():
        new.post()
        return _end(notice, now, by, reason, new)


def refuse_other_notice(notice: Notice, new: Notice, *, by: User, reason: str) -> None:
    """What was approved with a version gives way to no less. Raises Refused."""
    problems = []
    if not by.has_perm(APPROVE):
        problems.append(
            _(
                "This notice was posted with its version: only who may approve "
                "versions can supersede it."
            )
        )
    if not reason.strip():
        problems.append(_("Say why the new notice takes the other's place."))
    if new.version_id != notice.version_id:
        problems.append(_("The new notice has to be about the same version."))
    if new.shown_until < notice.shown_until:
        problems.append(_("The new notice must not end before the old one would."))
    if problems:
        raise Refused(*problems)


def confirm(end: NoticeEnd, *, by: User) -> EndConfirmation:
    """Agree, as another person, that a notice took another's place. Raises Refused."""
    if not by.has_perm(APPROVE):
        raise Refused(_("Only who may approve versions can confirm it."))
    with transaction.atomic():
        NoticeEnd.objects.select_for_update().get(pk=end.pk)
        if not NoticeEnd.objects.awaiting_confirmation().filter(pk=end.pk).exists():
            raise Refused(_("Nothing waits here to be confirmed."))
        if end.ended_by_id == by.pk:
            raise Refused(_("You superseded it; another person has to confirm it."))
        return EndConfirmation.objects.create(
            end=end,
            confirmed_at=timezone.now(),
            confirmed_by=by,
            confirmed_by_name=by.get_username(),
        )


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
