"""Filing a request: written down with its clocks, and answered by one mail.

Whoever asks learns nothing of the address: known or not, the work, the page and the
number of mails are the same.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from outbox.limits import Limit
from outbox.sender import is_configured
from policy.models import PolicyVersion
from rights import lifecycle, mails, telling
from rights.deadlines import set_first_deadlines
from rights.models import Personal, RightsRequest
from rights.models.request import fingerprint, make_secret
from rights.models.sealed import email_hash
from rights.words import Behalf, Channel

PRIVACY_POLICY = "privacy-policy"

# For each address: nobody can fill a stranger's mailbox through these forms.
A_MINUTE = Limit("rights, a minute", 1, timedelta(minutes=1))
A_DAY = Limit("rights, a day", 5, timedelta(days=1))
# A hospital shares one address.
A_NETWORK = Limit("rights, a network", 60, timedelta(hours=1))
# The same once more, within this time, is the same request.
ONCE = Limit("rights, the same", 1, timedelta(minutes=10))


class TooMany(Exception):
    """One address, or one network, asks too often."""


@dataclass(frozen=True)
class Asked:
    """What a person asks for, whichever way it came."""

    right: str
    country: str
    region: str
    relation: str
    personal: Personal
    behalf: str = Behalf.SELF


@dataclass(frozen=True)
class Filed:
    """What became of it; ``secret`` opens the status page, and goes by mail alone
    where there is an e-mail address.
    """

    number: str
    secret: str = ""


def ask(asked: Asked, network: str, at: datetime | None = None) -> Filed:
    """File what a visitor filled in. Raises TooMany, and then nothing was done.

    The same once more, at once or within minutes, is the same request.
    """
    at = at or timezone.now()
    mark = fingerprint({"content": json.dumps(asdict(asked), sort_keys=True)})
    with transaction.atomic():
        # Two who post the same at once wait for each other here.
        if not ONCE.take(mark, at) and (before := _filed_before(mark)):
            return before
        take_limits(asked.personal.email, network, at)
        request = file(asked, channel=Channel.WEB, received_at=at, mark=mark)
        return _filed(request)


def take_limits(address: str, network: str, at: datetime) -> None:
    """Count one more for the network and for the address, if any. Raises TooMany."""
    if not A_NETWORK.take(network, at):
        raise TooMany
    if address:
        subject = email_hash(address)
        if not (A_MINUTE.take(subject, at) and A_DAY.take(subject, at)):
            raise TooMany


def file(
    asked: Asked,
    *,
    channel: str,
    received_at: datetime,
    by: User | None = None,
    mark: str = "",
) -> RightsRequest:
    """Write a request down, with its clocks, its first step and its first mail.

    ``received_at`` is when it came, whenever staff type it; ``by`` is who types it.
    """
    now = timezone.now()
    with transaction.atomic():
        request = RightsRequest(
            right=asked.right,
            country=asked.country,
            region=asked.region,
            relation=asked.relation,
            behalf=asked.behalf,
            channel=channel,
            received_at=received_at,
            entered_at=max(now, received_at),
            entered_by=by,
            entered_by_name=by.get_username() if by else "",
            policy_version=policy_version_at(received_at),
            fingerprint=mark,
            link_expires_at=mails.expires_after(max(now, received_at)),
        )
        request.seal(replace(asked.personal, secret=make_secret()))
        set_first_deadlines(request)
        request.save(force_insert=True)
        lifecycle.receive(request, received_at, by)
        sent = telling.send(request, mails.PURPOSE_RECEIVED, mails.received)
        if sent and is_configured():
            lifecycle.acknowledge(request, at=max(now, received_at))
        elif channel == Channel.WEB:
            # The page that follows says so.
            lifecycle.acknowledge(request, Channel.WEB, at=received_at)
    return request


def policy_version_at(at: datetime) -> PolicyVersion | None:
    """The privacy policy that was in force; None where there was none."""
    in_force = PolicyVersion.objects.in_force(at)
    return in_force.filter(policy__slug=PRIVACY_POLICY).first()


def _filed_before(mark: str) -> Filed | None:
    """None where it was erased meanwhile."""
    found = RightsRequest.objects.filter(fingerprint=mark).order_by("-pk").first()
    return _filed(found) if found else None


def _filed(request: RightsRequest) -> Filed:
    if request.email_hash:
        return Filed(request.number)
    return Filed(request.number, request.personal().secret)
