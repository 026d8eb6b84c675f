"""What this site can show of one notice: one text for the desk, counsel and a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.models import Notice, NoticeEnd, ShownCount
from notices.redacting import has_lost_sections
from notices.subscriptions.mails import PURPOSE_VERSION, reference
from outbox.models import Mail, State
from policy.models import PolicyVersion
from policy.sealing import iso, json_of


def mails_by_state(version: PolicyVersion) -> dict[State, int]:
    """How many mails about the version stand where; every state, 0 included."""
    mails = Mail.objects.filter(reference=reference(version), purpose=PURPOSE_VERSION)
    rows = mails.order_by().values_list("state").annotate(number=Count("pk"))
    counted = dict(rows)
    return {state: counted.get(state.value, 0) for state in State}


@dataclass(frozen=True)
class Shown:
    """How often a notice was shown at least, by day (UTC)."""

    by_day: list[tuple[date, int]]

    @property
    def total(self) -> int:
        return sum(count for _day, count in self.by_day)


def shown(notice: Notice) -> Shown:
    """What was counted of the notice so far."""
    rows = ShownCount.objects.filter(number=notice.number).order_by("day")
    return Shown(list(rows.values_list("day", "count")))


def evidence(notice: Notice) -> str:
    """Everything that can be shown of a notice, as plain text. Times are also UTC."""
    parts = (
        _heading(notice),
        _text(notice),
        _times(notice),
        _views(shown(notice)),
        _mails(notice.version),
        [
            _("This shows what the site offered, not that a given person read it."),
            _(
                "A view is counted when a browser loads the stylesheet of a page that "
                "shows the notice, and not for those who hid it. Views that a server "
                "counted in the last seconds before it was killed are lost. Nothing "
                "tells a person from a program that acts like a browser."
            ),
        ],
        [
            _("Its hash is SHA-256 over this line in UTF-8, without a line end:"),
            json_of(notice.canonical()).decode(),
        ],
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _heading(notice: Notice) -> list[str]:
    address = f"{settings.SITE_URL}{notice.get_absolute_url()}"
    return [
        _("Notice %(number)d of %(company)s")
        % {"number": notice.number, "company": settings.COMPANY_NAME},
        _("Address: %(address)s") % {"address": address},
        _("Hash (SHA-256): %(hash)s") % {"hash": notice.digest},
        _whether_it_holds(notice),
    ]


def _whether_it_holds(notice: Notice) -> str:
    if notice.is_sealed:
        return _("The text below has this hash.")
    if has_lost_sections(notice):
        return _(
            "The hash cannot be made again: the names of sections that changed were "
            "destroyed by order, with the text of a version."
        )
    return _("THE TEXT BELOW DOES NOT HAVE THIS HASH: it was changed.")


def _text(notice: Notice) -> list[str]:
    lines = [_("What it says"), notice.summary]
    lines += [
        f"{label} {words}"
        for label, words in (
            (_effect_label(notice), notice.takes_effect),
            (_("For whom:"), notice.for_whom),
            (_("What you can do:"), notice.what_to_do),
            (_("Why it is announced so shortly before:"), notice.shorter_notice),
        )
        if words
    ]
    lines += [f"* {part['heading']} ({part['state']})" for part in notice.sections]
    if notice.redline_url:
        redline = f"{settings.SITE_URL}{notice.redline_url}"
        lines.append(_("See what changed: %(address)s") % {"address": redline})
    if notice.version is not None:
        lines.append(
            _("About: %(version)s, %(address)s, hash %(hash)s")
            % {
                "version": notice.version,
                "address": f"{settings.SITE_URL}{notice.version.get_absolute_url()}",
                "hash": notice.version.digest,
            }
        )
    return lines


def _effect_label(notice: Notice) -> str:
    return _("Took effect:") if notice.has_taken_effect else _("Takes effect:")


def _times(notice: Notice) -> list[str]:
    lines = [_("When it was shown")]
    lines += [
        f"{label} {_moment(notice, at)}"
        for label, at in (
            (_("Posted:"), notice.created_at),
            (_("Shown from:"), notice.shown_from),
            (_("Planned until:"), notice.shown_until),
        )
    ]
    return [*lines, *_origin(notice), *_ending(notice)]


def _ending(notice: Notice) -> Iterator[str]:
    end = notice.early_end
    if end is None:
        if notice.is_showing():
            yield _("It shows now.")
        elif notice.is_over():
            yield _("It ended as planned.")
        else:
            yield _("It does not show yet.")
        return
    words = {"moment": _moment(notice, end.ended_at), "by": end.ended_by_name}
    if end.superseded_by is None:
        yield _("Ended early: %(moment)s, by %(by)s") % words
    else:
        words["number"] = str(end.superseded_by.number)
        yield _("Superseded by notice %(number)s: %(moment)s, by %(by)s") % words
    if end.reason:
        yield _("Reason: %(reason)s") % {"reason": end.reason}
    yield from _confirmation(notice, end)


def _confirmation(notice: Notice, end: NoticeEnd) -> Iterator[str]:
    """Who agreed that an approved notice gave way to another."""
    if not end.needs_confirmation:
        return
    if (confirmed := end.confirmed) is None:
        yield _("Not confirmed: another person than who superseded it has to.")
        return
    yield _("Confirmed: %(moment)s, by %(by)s") % {
        "moment": _moment(notice, confirmed.confirmed_at),
        "by": confirmed.confirmed_by_name,
    }


def _origin(notice: Notice) -> Iterator[str]:
    """How it came to be posted: with its version, in place of another, or freely."""
    ends = notice.supersedes.select_related("notice", "confirmation")
    for end in ends.order_by("pk"):
        words = {"number": end.notice.number, "by": end.ended_by_name}
        yield _("Posted in place of notice %(number)d, by %(by)s") % words
        yield from _confirmation(notice, end)
    if notice.posted_with_version and not ends:
        yield _("It was posted with its version.")


def _views(shown: Shown) -> list[str]:
    total = ngettext(
        "at least %(count)d view", "at least %(count)d views", shown.total
    ) % {"count": shown.total}
    lines = [_("Shown: %(views)s") % {"views": total}]
    if not shown.by_day:
        return [*lines, _("Nothing was counted.")]
    lines.append(_("By day (UTC), at least:"))
    return lines + [f"  {day.isoformat()}  {count}" for day, count in shown.by_day]


def _mails(version: PolicyVersion | None) -> list[str]:
    if version is None:
        return [_("Mails: none, because it is about no version.")]
    counted = mails_by_state(version)
    return [
        _("Mails about its version: %(count)d") % {"count": sum(counted.values())},
        *(f"  {state.label}: {count}" for state, count in counted.items()),
    ]


def _moment(notice: Notice, at: datetime) -> str:
    """In the policy's time zone, or the site's, and in UTC."""
    version = notice.version
    zone = version.policy.zone if version else ZoneInfo(settings.TIME_ZONE)
    return f"{date_format(at.astimezone(zone), 'F j, Y, P T')} ({iso(at)})"
