"""Carrying out a choice: the record first, then what the browser is to keep.

Decision 5: a refusal always works, a grant needs a record.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from datetime import datetime

from django.db import Error as DatabaseFailure
from django.utils import timezone

from consent import tally
from consent.choices import ANALYTICS, AUTHENTICATION, CONSENT, Choice
from consent.cookie import validity
from consent.forms import Answer
from consent.middleware import Consent
from consent.models import ConsentRecord, Source
from consent.throttle import records

logger = logging.getLogger(__name__)

SUBJECT_BYTES = 16


class NotKept(Exception):
    """A grant without a record is none."""


class TooMany(NotKept):
    """This worker kept as many records as it may for now."""


def carry_out(consent: Consent, answer: Answer, source: Source) -> Choice:
    """Make the choice hold for the request, and return it for the cookie.

    Raises NotKept where it grants something and its record could not be committed.
    """
    now = timezone.now()
    previous = _previous(consent, now)
    choice = _choice(consent, answer, previous, now)
    if previous is not None and choice.repeats(previous):
        consent.choose(previous)
        return previous
    withdraws = previous is not None and choice.withdraws(previous)
    try:
        record = _keep(consent, choice, answer, source, withdraws)
    except (DatabaseFailure, TooMany) as error:
        if _grants(choice, source):
            raise error if isinstance(error, TooMany) else NotKept from error
    else:
        choice = replace(choice, receipt=record.receipt_code, is_recorded=True)
    tally.count(
        tally.kind_of(answer.action, choice, withdraws=withdraws),
        choice.catalogue_version,
    )
    consent.choose(choice)
    return choice


def _previous(consent: Consent, now: datetime) -> Choice | None:
    """What the browser carries, unless its time is over.

    A material catalogue version ends an acceptance, not what was rejected with it.
    """
    stored = consent.stored
    if stored is None or stored.is_past(now, validity()):
        return None
    return stored


def _choice(
    consent: Consent, answer: Answer, previous: Choice | None, now: datetime
) -> Choice:
    accepted = answer.accepted_after(previous)
    known = consent.stored.subject if consent.stored else ""
    remembered = CONSENT in accepted
    return Choice(
        accepted=accepted,
        catalogue_version=consent.asking.version,
        chosen_at=now,
        under_signal=consent.signal,
        subject=(known or secrets.token_hex(SUBJECT_BYTES)) if remembered else "",
    )


def _grants(choice: Choice, source: Source) -> bool:
    if source is Source.SIGN_IN:
        return AUTHENTICATION in choice.accepted
    return ANALYTICS in choice.accepted


def _keep(
    consent: Consent, choice: Choice, answer: Answer, source: Source, withdraws: bool
) -> ConsentRecord:
    if not records.take():
        raise TooMany
    try:
        return ConsentRecord.objects.keep(
            choice,
            consent.decision_after(choice),
            action=answer.action,
            source=source,
            withdraws=withdraws,
        )
    except DatabaseFailure:
        logger.exception("A consent record could not be kept.")
        raise
