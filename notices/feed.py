"""The Atom feed of notices, RFC 4287."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from notices.models import Notice

ENTRIES = 50
# While there is nothing to tell, nothing has changed: no moment that moves on.
NEVER_CHANGED = datetime(1970, 1, 1, tzinfo=UTC)
# XML 1.0 has no place for these, and what staff paste may hold them.
NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Feed(Atom1Feed):
    """Django's feed, whose ``updated`` never is the moment of asking."""

    def latest_post_date(self) -> datetime:
        moments = [item["updateddate"] for item in self.items]
        return max(moments, default=NEVER_CHANGED)


def feed() -> str:
    """The newest notices; an entry is new again when its notice begins or ends early.

    Names of feed and entries are tag URIs that were minted with the first notice and
    with each notice, so that readers know them again when the site has moved.
    """
    begun = Notice.objects.begun()
    address = f"{settings.SITE_URL}{reverse('notices:notices')}"
    made = Feed(
        title=_("Notices of %(company)s") % {"company": settings.COMPANY_NAME},
        link=address,
        description="",
        feed_url=f"{settings.SITE_URL}{reverse('notices:feed')}",
        feed_guid=_name(begun.order_by("number").first(), address),
        author_name=settings.COMPANY_NAME,
        language=settings.LANGUAGE_CODE,
    )
    for notice in begun.with_facts().newest_first()[:ENTRIES]:
        context = {"notice": notice, "site_url": settings.SITE_URL}
        made.add_item(
            title=NO_XML.sub("", notice.summary),
            link=f"{settings.SITE_URL}{notice.get_absolute_url()}",
            description=NO_XML.sub("", render_to_string("notices/entry.html", context)),
            unique_id=notice.tag,
            pubdate=notice.shown_from,
            updateddate=notice.changed_at,
        )
    return made.writeString("utf-8")


def _name(first: Notice | None, address: str) -> str:
    """Of the feed: under the host of the day on which the first notice was posted."""
    if first is None:
        return address
    authority, _colon, _notice = first.tag.rpartition(":")
    return f"{authority}:notices"
