"""How the office ends or prolongs a request: the step, and the words that go with it.

The person is mailed once, about the step; the words are on their page.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from policy.refusals import Refused
from rights import lifecycle
from rights.correspondence import refuse_if_erased, write_with_step
from rights.letters import refusal_letter
from rights.models import AnswerFile, FileFacts, RightsRequest, Step
from rights.words import Ground, Reason

MOST_FILES = 20


def answer(
    request: RightsRequest, *, outcome: str, text: str, manner: str, by: User
) -> Step:
    """Comply in whole or in part. Raises Refused."""
    with transaction.atomic():
        step = lifecycle.answer(request, outcome, by, manner)
        if text.strip():
            write_with_step(request, text, by)
    return step


def add_file(
    request: RightsRequest, *, facts: FileFacts, content: bytes, by: User
) -> AnswerFile:
    """Keep a file of the answer, encrypted, until its time is over. Raises Refused."""
    now = timezone.now()
    file = AnswerFile(
        request=request,
        added_at=now,
        expires_at=now + settings.RIGHTS_RETENTION["file of an answer"].time,
        by=by,
        by_name=by.get_username(),
    )
    file.seal(facts, content)
    with transaction.atomic():
        refuse_if_erased(request)
        if request.answers.count() >= MOST_FILES:
            raise Refused(
                _("An answer has at most %(most)d files.") % {"most": MOST_FILES}
            )
        file.save(force_insert=True)
    return file


def refuse(
    request: RightsRequest, *, ground: str, explanation: str, manner: str, by: User
) -> Step:
    """Deny on a ground, with the letter that says what the person can do about it.

    Raises Refused.
    """
    with transaction.atomic():
        step = lifecycle.refuse(request, ground, by, manner)
        write_with_step(
            request, refusal_letter(request, Ground(ground), explanation), by
        )
    return step


def extend(request: RightsRequest, *, reason: str, explanation: str, by: User) -> Step:
    """Take more time, and tell the person why and until when. Raises Refused."""
    with transaction.atomic():
        step = lifecycle.extend(request, reason, by)
        request.refresh_from_db(fields=["answer_by", "last_day"])
        write_with_step(request, _extension(request, Reason(reason), explanation), by)
    return step


def _extension(request: RightsRequest, reason: Reason, explanation: str) -> str:
    day = request.answer_by
    assert day is not None, "Only a time limit can be extended."
    words = {
        "number": request.number,
        "reason": reason.label,
        "day": date_format(day, "F j, Y"),
    }
    sentence = _(
        "We need more time for your request %(number)s: %(reason)s. We answer by "
        "%(day)s."
    )
    return "\n\n".join(filter(None, [sentence % words, explanation.strip()]))
