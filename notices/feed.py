"""The Atom feed of notices, RFC 4287."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from notices.models import Notice
from pages.feeds import Feed, in_xml

ENTRIES = 50


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
            title=in_xml(notice.summary),
            link=f"{settings.SITE_URL}{notice.get_absolute_url()}",
            description=in_xml(render_to_string("notices/entry.html", context)),
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
