"""What mailed links open: confirming, the person's own page, unsubscribing, erasing.

Programs that scan mails open every link. So a GET changes nothing: it shows a page with
one button.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from notices.models import Subscriber, Subscription
from notices.subscriptions.forms import OwnForm, policies_in_force
from notices.subscriptions.keeping import (
    change,
    confirm,
    erase,
    letters_to,
    unsubscribe,
)
from notices.subscriptions.shared import by_secret
from outbox.cipher import Unreadable
from outbox.models import Mail
from pages.redirects import SeeOther
from policy.models import Policy

# What a page shows of the mails that wait; their number is told in any case.
LETTERS_SHOWN = 20


class WaitingLetter(NamedTuple):
    """A mail to the person that has not been sent."""

    subject: str
    queued_at: datetime


@by_secret()
def own(request: HttpRequest, subscriber: Subscriber, secret: str) -> HttpResponse:
    """All that is held about an address; POST changes which mails it gets."""
    held = _subscriptions(subscriber)
    kinds = dict.fromkeys(policies_in_force(), "")
    kinds |= {subscription.policy: subscription.kind for subscription in held}
    form = OwnForm(kinds, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _own_page(request, subscriber, secret, form)
    if not form.is_valid():
        return _own_page(request, subscriber, secret, form, status=400)
    change(subscriber, form.wanted)
    if subscriber.pk is None:
        return render(request, "notices/subscriptions/erased.html")
    return SeeOther(f"{reverse('subscriptions:own', args=[secret])}?done=saved")


@by_secret()
def confirm_mailbox(
    request: HttpRequest, subscriber: Subscriber, secret: str
) -> HttpResponse:
    """One button; its POST confirms what was asked for."""
    own_page = reverse("subscriptions:own", args=[secret])
    if request.method == "POST":
        confirm(subscriber)
        return SeeOther(f"{own_page}?done=confirmed")
    waiting = subscriber.subscriptions.waiting().select_related("policy")
    if not waiting:
        return SeeOther(own_page)
    context = {"subscriptions": waiting, "secret": secret}
    return render(request, "notices/subscriptions/confirm.html", context)


@by_secret(gone_is_done=True)
def unsubscribe_from(
    request: HttpRequest, subscriber: Subscriber, secret: str, slug: str
) -> HttpResponse:
    """One click in the mailbox (RFC 8058), or one button here, ends a policy's mails.

    The answer to a POST is no redirect (3.1), and the same when it comes twice.
    """
    policy = Policy.objects.get(slug=slug)
    if request.method == "POST":
        unsubscribe(subscriber, policy)
    left = _subscriptions(subscriber) if subscriber.pk else []
    context = {
        "policy": policy,
        "secret": secret,
        "is_subscribed": policy in [subscription.policy for subscription in left],
        "others": left,
    }
    return render(request, "notices/subscriptions/unsubscribe.html", context)


@by_secret(gone_is_done=True)
def erase_all(
    request: HttpRequest, subscriber: Subscriber, secret: str
) -> HttpResponse:
    """One button erases all that is held; also one click in the mailbox."""
    if request.method == "POST":
        erase(subscriber)
        return render(request, "notices/subscriptions/erased.html")
    return render(request, "notices/subscriptions/erase.html", {"secret": secret})


def _own_page(
    request: HttpRequest,
    subscriber: Subscriber,
    secret: str,
    form: OwnForm,
    status: int = 200,
) -> HttpResponse:
    try:
        address = subscriber.contact().address
    except Unreadable:
        address = ""
    letters = letters_to(subscriber)
    context = {
        "address": address,
        "subscriptions": _subscriptions(subscriber),
        "letters": [_opened(mail) for mail in letters[:LETTERS_SHOWN]],
        "letter_count": letters.count(),
        "form": form,
        "secret": secret,
        "done": request.GET.get("done", ""),
    }
    return render(request, "notices/subscriptions/own.html", context, status=status)


def _subscriptions(subscriber: Subscriber) -> list[Subscription]:
    live = subscriber.subscriptions.live().select_related("policy")
    return list(live.order_by("policy__order", "policy__title"))


def _opened(mail: Mail) -> WaitingLetter:
    try:
        subject = mail.open_letter().subject
    except Unreadable:
        subject = ""
    return WaitingLetter(subject, mail.created_at)
