"""The page of one request: all of it, and who has seen it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outbox.cipher import Unreadable
from pages.public import private
from policy.desk.people import staff
from policy.desk.readonly import desk_page, require
from rights import lifecycle
from rights.businessdays import office_day
from rights.deadlines import running_clocks
from rights.desk.acting import may_take
from rights.desk.actions import ACTIONS, Action
from rights.desk.attention import is_unreached
from rights.desk.badges import badge, due_of
from rights.desk.base import SEE, WORK, the_request
from rights.desk.forms import needs_confirmation
from rights.desk.viewing import Opened, open_for
from rights.forms import details_of
from rights.law import Right
from rights.models import AnswerFile, Hold, Message, Note, RightsRequest
from rights.places import place_in_words
from rights.states import OPEN, Kind, State

if TYPE_CHECKING:
    from rights.desk.queue import RightsRequestAdmin

MOST_ROWS = 200


@dataclass(frozen=True)
class Written:
    """A message or a note as it is read; ``text`` is None where no key fits."""

    row: Message | Note
    text: str | None


@dataclass(frozen=True)
class File:
    """A file of the answer; ``name`` is None where no key fits."""

    row: AnswerFile
    name: str | None


@require_safe
@private
def show(
    request: HttpRequest, pk: int, model_admin: RightsRequestAdmin
) -> HttpResponse:
    """Everything about one request. That it was seen is written down first."""
    require(request, SEE)
    asked = the_request(pk)
    opened = open_for(asked, staff(request))
    today = office_day()
    context = {
        "title": _("Rights request %(number)s") % {"number": asked.number},
        "subtitle": None,
        "asked": asked,
        "state": State(asked.state).label,
        "due": badge(due_of(asked, today)),
        "place": place_in_words(asked.country, asked.region),
        "opened": opened,
        "details": list(details(asked, opened)),
        "clocks": running_clocks(asked),
        "is_appealed": asked.state == State.APPEALED,
        "steps": asked.steps.order_by("number")[:MOST_ROWS],
        "messages_both_ways": read(asked.messages.all()),
        "notes": read(asked.notes.all()),
        "files": list(files(asked)),
        "may_disclose": lifecycle.may_disclose(asked),
        "needs_confirmation": needs_confirmation(asked),
        "confirm_by": _confirm_by(asked),
        "is_unreached": is_unreached(asked),
        "holds": Hold.objects.covering(asked),
        "duplicates": asked.likely_duplicates().by_due_date()[:MOST_ROWS],
        "views": asked.views.all()[:20],
        "actions": [
            {
                "title": action.title,
                "address": reverse(
                    f"admin:rights_rightsrequest_{action.name}", args=[asked.pk]
                ),
            }
            for action in actions(request, asked)
        ],
    }
    return desk_page(request, model_admin, "admin/rights/request.html", context)


def _confirm_by(asked: RightsRequest) -> date | None:
    """By when the person has to be told that the request came; None once they were."""
    if asked.state not in OPEN or asked.confirm_by is None:
        return None
    is_told = asked.steps.filter(kind=Kind.ACKNOWLEDGED).exists()
    return None if is_told else asked.confirm_by


def actions(request: HttpRequest, asked: RightsRequest) -> list[Action]:
    """What this person can do with the request now."""
    if not request.user.has_perm(WORK):
        return []
    return [action for action in ACTIONS if may_take(asked, action)]


def details(asked: RightsRequest, opened: Opened) -> Iterator[tuple[str, str]]:
    """What the form of the right asked for, in the words of the form."""
    if opened.personal is None:
        return
    fields: dict[str, Any] = details_of(Right(asked.right))
    for name, value in opened.personal.details.items():
        field = fields.get(name)
        choices = dict(getattr(field, "choices", ()))
        label = field.label if field is not None else name
        yield str(label), str(choices.get(value, value))


def read(rows: QuerySet[Any]) -> list[Written]:
    """Decrypted, the oldest first."""
    return [Written(row, _opened(row)) for row in rows[:MOST_ROWS]]


def files(asked: RightsRequest) -> Iterable[File]:
    """Without their content, which may be large."""
    for row in asked.answers.defer("content")[:MOST_ROWS]:
        try:
            yield File(row, row.facts().name)
        except Unreadable:
            yield File(row, None)


def _opened(row: Message | Note) -> str | None:
    try:
        return row.open_text()
    except Unreadable:
        return None
