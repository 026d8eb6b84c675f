"""A material version brings its notice along, in the transaction that publishes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from notices import searching
from notices.ending import end_early
from notices.models import Notice, NoticeDraft
from policy.models import Origin, PolicyVersion, StepKind, Withdrawal
from policy.redlines import stored_or_made
from policy.refusals import Refused

NOT_TOLD = {"unchanged", "renumbered"}


def needs_notice(version: PolicyVersion) -> bool:
    """Whether readers have to be told: a material version after the first one.

    An import is not an announcement (decision 12).
    """
    if version.origin != Origin.DESK or not version.material:
        return False
    return version.policy.versions.published().exclude(pk=version.pk).exists()


def words_of(draft: PolicyVersion) -> dict[str, str]:
    """What the notice will say, as part of what is reviewed and approved."""
    written = NoticeDraft.objects.filter(version_id=draft.pk).first()
    if written is None:
        return {}
    return {
        "summary": written.summary,
        "for_whom": written.for_whom,
        "what_to_do": written.what_to_do,
    }


def refuse_without_notice(draft: PolicyVersion) -> list[str]:
    """Why it cannot be published, for the list of refusals."""
    if not needs_notice(draft) or words_of(draft):
        return []
    return [
        _(
            "Write the notice: what changes, for whom, and what a reader can do. It is "
            "posted with the version."
        )
    ]


def announce(version: PolicyVersion) -> None:
    """Post the notice of a version that is being published. Raises Refused."""
    if not needs_notice(version):
        return
    words = words_of(version)
    if not words:
        raise Refused(*refuse_without_notice(version))
    published, effective = version.published_at, version.effective_at
    by = version.published_by_id
    if published is None or effective is None or by is None:
        raise ValueError("The version is not published at the desk yet.")
    before = _before(version)
    Notice(
        **words,
        version=version,
        sections=_sections(before, version) if before else [],
        compared_with=before.number if before else None,
        shorter_notice=shorter_notice(version),
        shown_from=published,
        shown_until=shown_until(effective),
        posted_with_version=True,
        created_by_id=by,
    ).post()


def shown_until(effective_at: datetime) -> datetime:
    """A notice stands for some days after the change takes effect."""
    return effective_at + timedelta(days=settings.NOTICE_DAYS)


def _before(version: PolicyVersion) -> PolicyVersion | None:
    """What readers compare it with: the last version that stands and can be read."""
    standing = version.policy.versions.standing().filter(number__lt=version.number)
    return standing.readable().newest_first().first()


def _sections(before: PolicyVersion, version: PolicyVersion) -> list[dict[str, str]]:
    """The headings of what changed, with their places in the redline."""
    redline = stored_or_made(before, version)
    return [
        {"heading": part["heading"], "place": part["id"], "state": part["state"]}
        for part in redline.sections
        if part["state"] not in NOT_TOLD and part["heading"]
    ]


def shorter_notice(version: PolicyVersion) -> str:
    """The reason of a shorter notice, which the notice and the mails state."""
    steps = version.steps.filter(
        kind=StepKind.SHORTER_NOTICE, fingerprint=version.fingerprint
    )
    last = steps.order_by("pk").last()
    return last.reason if last else ""


def end_notice(withdrawal: Withdrawal) -> None:
    """A version that was called off is announced no longer, and not later either."""
    version = withdrawal.version
    words = _("Version %(number)s of %(title)s was withdrawn: %(reason)s") % {
        "number": version.number,
        "title": version.shown_title,
        "reason": withdrawal.reason,
    }
    for notice in Notice.objects.showing().filter(version=version):
        end_early(notice, by=withdrawal.withdrawn_by, reason=words)
    later = Notice.objects.filter(version=version, shown_from__gt=timezone.now())
    searching.remove(list(later.values_list("number", flat=True)))
    later.delete()


def foretell(
    draft: PolicyVersion, at: datetime
) -> Iterator[tuple[datetime | None, str]]:
    """What the timeline of a draft says about its notice."""
    if needs_notice(draft):
        yield None, _("Its notice stands at the top of every page.")
        ends = shown_until(draft.effective_at or at)
        yield ends, _("Its notice stays among the notices, and no longer on top.")
        yield None, _("Outside this site: tell those whom you promised to write to.")
