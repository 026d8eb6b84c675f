"""``request.consent``: what the visitor allows, asked in a word."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from consent.analytics_cookies import sweep
from consent.choices import ANALYTICS, Asking, Choice, Decision, Outcome, decide
from consent.cookie import read_choice, validity
from consent.in_force import asking


class Consent:
    """One request's consent, from its cookie and its signal and nothing else."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def signal(self) -> bool:
        """Whether the browser sends the opt-out preference signal."""
        # Not by ``headers``, which would read every header of every view of a page.
        return str(self._request.META.get("HTTP_SEC_GPC", "")).strip() == "1"

    @cached_property
    def stored(self) -> Choice | None:
        """The choice that the browser carries, whether or not it still counts."""
        return read_choice(self._request)

    @property
    def previous(self) -> Choice | None:
        """The stored choice, unless its time is over.

        A material catalogue version ends an acceptance of analytics; what was rejected
        with it stays rejected.
        """
        stored = self.stored
        if stored is None or stored.is_past(timezone.now(), validity()):
            return None
        return stored

    @cached_property
    def asking(self) -> Asking:
        """The catalogue version that this request is asked with."""
        return asking()

    @cached_property
    def decision(self) -> Decision:
        """What holds for this request."""
        return self.decision_after(self.stored)

    @property
    def outcome(self) -> Outcome:
        """Undecided, decided, or opted out by the signal."""
        return self.decision.outcome

    @property
    def is_decided(self) -> bool:
        """Whether a choice of the person's own decides everything."""
        return self.decision.is_decided

    def allows(self, category: str) -> bool:
        """Whether cookies of the category may be set."""
        return self.decision.allows(category)

    def rejects(self, category: str) -> bool:
        """Whether the person rejected the category; False where nobody was asked."""
        previous = self.previous
        return previous is not None and category not in previous.accepted

    def choose(self, choice: Choice | None) -> None:
        """Answer the rest of this request under a choice just made, or forgotten."""
        self.stored = choice
        self.decision = self.decision_after(choice)

    def decision_after(self, choice: Choice | None) -> Decision:
        """What would hold under a choice."""
        return decide(
            choice,
            signal=self.signal,
            now=timezone.now(),
            asking=self.asking,
            validity=validity(),
        )


def consent_of(request: HttpRequest) -> Consent:
    """The request's consent, with its type."""
    consent: Consent = request.consent  # type: ignore[attr-defined]
    return consent


# Every view of a page asks for the stylesheet that is among these.
SWEPT = "/consent/"


class ConsentMiddleware:
    """Give each request its ``consent``; nothing is read until somebody asks.

    While analytics is not accepted, every answer under ``/consent/``, errors included,
    deletes the cookies of its tag.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.consent = Consent(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        swept = request.path.startswith(SWEPT)
        if swept and not consent_of(request).allows(ANALYTICS):
            sweep(request, response)
        return response
