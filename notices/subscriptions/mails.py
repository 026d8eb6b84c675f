"""The words of the mails to subscribers: short, as text and as HTML.

No image and no link that counts who reads. Every mail about a version can be
unsubscribed from with one click (RFC 8058), also from within the mailbox.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from notices.announcing import shorter_notice, words_of
from notices.models.subscription import Contact
from outbox.letters import Letter
from policy.dates import day_in_zone
from policy.models import Policy, PolicyVersion, Withdrawal

# What mails are for, as the outbox keeps it for good.
PURPOSE_ANSWER = "subscription"
PURPOSE_VERSION = "version"
PURPOSE_WITHDRAWAL = "withdrawal"

# Stands for the secret while a mail is written once for all.
MARK = secrets.token_urlsafe(32)


def reference(version: PolicyVersion) -> str:
    """The version that a mail is about, as the outbox keeps it for good."""
    return f"{reference_prefix(version.policy)}{version.number}"


def reference_prefix(policy: Policy) -> str:
    """What the references of all the policy's versions begin with."""
    return f"version {policy.slug} "


@dataclass(frozen=True)
class Pattern:
    """A mail of which every copy differs in its recipient and the links' secret.

    ``unsubscribe`` is where one click within the mailbox leads; '' for nowhere.
    """

    subject: str
    text: str
    html: str
    unsubscribe: str = ""

    def to(self, contact: Contact) -> Letter:
        """The copy for one recipient."""

        def filled(text: str) -> str:
            return text.replace(MARK, contact.secret)

        headers = {}
        if self.unsubscribe:
            headers = {
                "List-Unsubscribe": f"<{filled(self.unsubscribe)}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
        return Letter(
            contact.address, self.subject, filled(self.text), filled(self.html), headers
        )


def answer(
    contact: Contact, *, policies: Sequence[Policy], new: Sequence[Policy]
) -> Letter:
    """What somebody gets who asked, or for whom somebody asked.

    ``new`` of the policies have to be confirmed; none: all were confirmed before.
    """
    titles = ", ".join(policy.title for policy in new or policies)
    if new:
        subject = _("Please confirm: e-mail about changes to %(titles)s")
    else:
        subject = _("You get e-mail about changes to %(titles)s already")
    context = {
        "policies": new or policies,
        "is_new": bool(new),
        "confirm_url": _absolute("confirm", MARK),
    }
    # It may be about several policies: unsubscribing from it means from all.
    erase = _absolute("erase", MARK)
    pattern = _pattern(
        "answer", subject % {"titles": _shortened(titles)}, erase, context
    )
    # A stranger may have asked: one click must not erase what was wanted.
    return (pattern if new else replace(pattern, unsubscribe="")).to(contact)


def about_version(version: PolicyVersion) -> Pattern:
    """What subscribers get when a version is published."""
    policy = version.policy
    if not version.material:
        subject = _("%(title)s: a new version, meaning unchanged")
    elif version.effective_at == version.published_at:
        subject = _("%(title)s has changed")
    else:
        subject = _("%(title)s changes on %(day)s")
    words = {
        "title": version.title,
        "day": day_in_zone(version.effective_at, policy),
    }
    more = {"notice": words_of(version), "shorter_notice": shorter_notice(version)}
    return _about("version", subject % words, version, more)


def about_withdrawal(withdrawal: Withdrawal) -> Pattern:
    """What those get who were told of a version that is called off."""
    version = withdrawal.version
    words = {"title": version.shown_title}
    subject = _("%(title)s does not change as announced") % words
    return _about("withdrawal", subject, version, {"reason": withdrawal.reason})


def _about(
    name: str, subject: str, version: PolicyVersion, more: dict[str, Any]
) -> Pattern:
    policy = version.policy
    before = _standing_before(version)
    context = {
        "version": version,
        "version_url": f"{settings.SITE_URL}{version.get_absolute_url()}",
        "policy_url": f"{settings.SITE_URL}{policy.get_absolute_url()}",
        "redline_url": _redline_url(version, before) if before else "",
    }
    unsubscribe = _absolute("unsubscribe", MARK, policy.slug)
    return _pattern(name, subject, unsubscribe, context | more)


def _standing_before(version: PolicyVersion) -> int | None:
    return PolicyVersion.objects.with_before().get(pk=version.pk).standing_before


def _redline_url(version: PolicyVersion, before: int) -> str:
    numbers = (before, version.number)
    path = reverse("policy:compare", args=[version.policy.slug, *numbers])
    return f"{settings.SITE_URL}{path}"


def _pattern(
    name: str, subject: str, unsubscribe: str, context: dict[str, Any]
) -> Pattern:
    context = context | {
        "company_name": settings.COMPANY_NAME,
        "site_url": settings.SITE_URL,
        "unsubscribe_url": unsubscribe,
        "own_url": _absolute("own", MARK),
    }
    text, html = (
        render_to_string(f"notices/mail/{name}.{ending}", context).strip() + "\n"
        for ending in ("txt", "html")
    )
    return Pattern(" ".join(subject.split()), text, html, unsubscribe)


def _absolute(name: str, *arguments: str) -> str:
    return f"{settings.SITE_URL}{reverse(f'subscriptions:{name}', args=arguments)}"


def _shortened(titles: str) -> str:
    """Many titles make no subject."""
    return titles if len(titles) <= 150 else f"{titles[:149]}…"
