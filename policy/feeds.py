"""The Atom feeds of versions: of one policy, and of all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from pages import clock
from pages.data import absolute, link
from pages.feeds import Feed, in_xml
from policy.models import Policy, PolicyVersion
from policy.querysets import PolicyVersionQuerySet
from policy.ready import entries

ENTRIES = 50


def feed_of(policy: Policy) -> str:
    """The newest versions of a policy.

    An entry is there from publication; it is new again when its version takes force, is
    withdrawn or is withheld.
    """
    return _written(
        entries().filter(policy=policy),
        title=in_xml(_("%(title)s: all versions") % {"title": policy.title}),
        link=absolute(policy.get_absolute_url()),
        feed_url=link("policy:feed", policy.slug),
        feed_guid=policy.tag,
        author_name=policy.company,
    )


def feed_of_all(policies: Iterable[Policy]) -> str:
    """The newest versions of all policies, whose feed is named after the first."""
    address = link("policy:all_feed")
    first = min(policies, key=lambda policy: policy.pk, default=None)
    return _written(
        entries(),
        title=_("Policies of %(company)s") % {"company": settings.COMPANY_NAME},
        link=absolute(reverse("home")),
        feed_url=address,
        feed_guid=f"tag:{first.tag_authority}:policies" if first else address,
        author_name=settings.COMPANY_NAME,
    )


def _written(versions: PolicyVersionQuerySet, **facts: Any) -> str:
    made = Feed(description="", language=settings.LANGUAGE_CODE, **facts)
    newest = versions.with_withholdings().order_by("-published_at", "-pk")
    for version in newest[:ENTRIES]:
        made.add_item(
            title=in_xml(_title(version)),
            link=absolute(version.get_absolute_url()),
            description=in_xml(_words(version)),
            unique_id=f"{version.policy.tag}/{version.number}",
            pubdate=version.published_at,
            updateddate=changed_at(version),
        )
    return made.writeString("utf-8")


def _words(version: PolicyVersion) -> str:
    context = {
        "version": version,
        "policy": version.policy,
        "place": version.place_in_time(),
        "site_url": settings.SITE_URL,
    }
    return render_to_string("policy/feed_entry.html", context)


def _title(version: PolicyVersion) -> str:
    return _("%(title)s, version %(number)s") % {
        "title": version.shown_title,
        "number": version.number,
    }


def changed_at(version: PolicyVersion) -> datetime:
    """When what is told of a published version last changed, by the clock's moment."""
    moments = [version.published_at, version.effective_at]
    if hasattr(version, "withdrawal"):
        moments[1] = version.withdrawal.withdrawn_at
    if version.withheld:
        moments.append(version.withheld.changed_at)
    now = clock.now()
    return max(moment for moment in moments if moment and moment <= now)
