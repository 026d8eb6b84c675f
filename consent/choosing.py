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
from consent.models import Action, ConsentRecord, Source
from consent.throttle import records

logger = logging.getLogger(__name__)

SUBJECT_BYTES = 16


class NotKept(Exception):
    """A grant without a record is none."""


class TooMany(NotKept):
    """This worker kept as many records as it may for now."""


def carry_out(consent: Consent, answer: Answer, source: Source) -> Choice:
    """Make the choice hold for the request, and return it for the cookie.

    Raises NotKept where it accepts analytics and its record could not be committed.
    """
    previous = consent.previous
    choice = _choice(consent, answer, previous)
    if previous is not None and choice.repeats(previous):
        consent.choose(previous)
        return previous
    withdraws = previous is not None and choice.withdraws(previous)
    decision = consent.decision_after(choice)
    try:
        record = _keep(choice, decision, answer.action, source, withdraws)
    except NotKept:
        if ANALYTICS in choice.accepted:
            raise
    else:
        choice = replace(choice, receipt=record.receipt_code, is_recorded=True)
    tally.count(
        tally.kind_of(answer.action, choice, withdraws=withdraws),
        choice.catalogue_version,
    )
    consent.choose(choice)
    return choice


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
    asked = replace(
        choice,
        catalogue_version=consent.asking.version,
        chosen_at=timezone.now(),
        under_signal=consent.signal,
    )
    decision = consent.decision_after(choice)
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
        catalogue_version=consent.asking.version,
        chosen_at=timezone.now(),
        under_signal=consent.signal,
        subject=(known or secrets.token_hex(SUBJECT_BYTES)) if remembered else "",
    )


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
