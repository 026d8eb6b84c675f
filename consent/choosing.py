"""Carrying out a choice: the record first, then what the browser is to keep.

Decision 5: a refusal always works, a grant needs a record.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace

from django.db import Error as DatabaseFailure
from django.utils import timezone

from consent import tally
from consent.choices import ANALYTICS, AUTHENTICATION, CONSENT, Choice, Decision
from consent.forms import Answer
from consent.middleware import Consent
from consent.models import Action, ConsentRecord, ConsentSubject, Source
from consent.models.record import subject_hash
from consent.throttle import records

logger = logging.getLogger(__name__)

SUBJECT_BYTES = 16


class NotKept(Exception):
    """A grant without a record is none.

    ``honored`` is what was refused in the same answer, for the cookie; None where
    nothing was.
    """

    honored: Choice | None = None


class TooMany(NotKept):
    """This worker kept as many records as it may for now."""


class Outdated(Exception):
    """The person accepted what a later catalogue version materially changed."""


def carry_out(consent: Consent, answer: Answer, source: Source) -> Choice:
    """Make the choice hold for the request, and return it for the cookie.

    Raises Outdated where the form that was filled in asked for something else, and
    NotKept where analytics is granted and its record could not be committed.
    """
    previous = consent.previous
    choice = _choice(consent, answer, previous)
    if (
        ANALYTICS in choice.accepted
        and choice.catalogue_version < consent.asking.material
    ):
        raise Outdated
    if previous is not None and choice.repeats(previous):
        consent.choose(previous)
        return previous
    withdraws = previous is not None and choice.withdraws(previous)
    decision = consent.decision_after(choice)
    try:
        record = _keep(choice, decision, answer.action, source, withdraws)
    except NotKept as error:
        if ANALYTICS in choice.accepted - consent.decision.accepted:
            error.honored = _refused_part(consent, answer, choice)
            raise
        # An identifier is for finding records, and there is none.
        choice = replace(choice, subject=previous.subject if previous else "")
    else:
        choice = replace(choice, receipt=record.receipt_code, is_recorded=True)
    if CONSENT not in choice.accepted:
        _unlink(consent.stored)
    tally.count(
        tally.kind_of(answer.action, choice, withdraws=withdraws),
        choice.catalogue_version,
    )
    consent.choose(choice)
    return choice


def _refused_part(consent: Consent, answer: Answer, choice: Choice) -> Choice | None:
    """The refusals of a mixed answer whose grants cannot be recorded."""
    before = consent.previous
    if answer.action is not Action.SAVE or before is None:
        return None
    kept = replace(choice, accepted=choice.accepted & consent.decision.accepted)
    consent.choose(kept)
    return kept


def _unlink(stored: Choice | None) -> None:
    """Who is not to be remembered leaves no way to the records of before."""
    if stored is None or not stored.subject:
        return
    try:
        ConsentSubject.objects.forget({subject_hash(stored.subject)})
    except DatabaseFailure:
        logger.exception("Links of consent records could not be erased.")


def accept_authentication(consent: Consent) -> Choice:
    """Add authentication to a choice that rejects it, for a person who signs in.

    They were asked of nothing else, so nothing else changes: neither what is accepted
    nor until when that counts. The record says what was in effect at the moment. Raises
    NotKept, and ValueError where nothing is rejected.
    """
    previous = consent.previous
    if previous is None or AUTHENTICATION in previous.accepted:
        raise ValueError("Authentication is not rejected.")
    choice = replace(previous, accepted=previous.accepted | {AUTHENTICATION})
    in_effect = consent.decision_after(choice).accepted
    asked = replace(
        choice,
        # An acceptance of analytics that is not in effect is not given again here.
        accepted=choice.accepted - ({ANALYTICS} - in_effect),
        catalogue_version=consent.asking.version,
        chosen_at=timezone.now(),
        under_signal=consent.signal,
    )
    decision = consent.decision_after(asked)
    record = _keep(asked, decision, Action.SAVE, Source.SIGN_IN)
    choice = replace(choice, receipt=record.receipt_code, is_recorded=True)
    consent.choose(choice)
    return choice


def _choice(consent: Consent, answer: Answer, previous: Choice | None) -> Choice:
    accepted = answer.accepted_after(previous)
    known = consent.stored.subject if consent.stored else ""
    remembered = CONSENT in accepted
    return Choice(
        accepted=accepted,
        catalogue_version=_shown(consent, answer),
        chosen_at=timezone.now(),
        under_signal=consent.signal,
        subject=(known or secrets.token_hex(SUBJECT_BYTES)) if remembered else "",
    )


def _shown(consent: Consent, answer: Answer) -> int:
    """The catalogue version of the form: pages are kept for a while."""
    in_force = consent.asking.version
    if answer.shown is not None and 1 <= answer.shown <= in_force:
        return answer.shown
    return in_force


def _keep(
    choice: Choice,
    decision: Decision,
    action: Action,
    source: Source,
    withdraws: bool = False,
) -> ConsentRecord:
    if not records.take():
        raise TooMany
    try:
        return ConsentRecord.objects.keep(
            choice, decision, action=action, source=source, withdraws=withdraws
        )
    except DatabaseFailure as error:
        logger.exception("A consent record could not be kept.")
        raise NotKept from error
