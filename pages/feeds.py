"""Atom feeds, RFC 4287: whose moments stay, and whose words are XML."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

# While there is nothing to tell, nothing has changed: no moment that moves on.
NEVER_CHANGED = datetime(1970, 1, 1, tzinfo=UTC)
# XML 1.0 has no place for these, and what staff paste may hold them.
NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Feed(Atom1Feed):
    """Django's feed, whose ``updated`` never is the moment of asking."""

    def latest_post_date(self) -> datetime:
        moments = [item["updateddate"] for item in self.items]
        return max(moments, default=NEVER_CHANGED)


def in_xml(words: str) -> str:
    """The words without the characters that XML does not know."""
    return NO_XML.sub("", words)


def atom(feed: str) -> HttpResponse:
    """A feed as an answer."""
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")
