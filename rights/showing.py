"""One request as its person sees it: every step, due dates, messages, files.

``exported`` is the same as JSON: all that is held of the request.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from outbox.cipher import Unreadable
from rights.businessdays import office_day
from rights.clocks import Clock
from rights.deadlines import running_clocks
from rights.due import due_words
from rights.forms import RequestForm
from rights.law import Right
from rights.lifecycle import may_disclose
from rights.models import AnswerFile, Message, Personal, RightsRequest, Step
from rights.places import place_in_words
from rights.states import OPEN, State


@dataclass(frozen=True)
class ShownMessage:
    """A message; ``text`` is None where no key reads it any more."""

    is_from_office: bool
    at: datetime
    text: str | None


@dataclass(frozen=True)
class ShownFile:
    """A file that can be downloaded; ``name`` is None where no key reads it."""

    pk: int
    name: str | None
    size: int
    expires_at: datetime


@dataclass(frozen=True)
class Shown:
    """What the page of a request shows. ``personal`` is None where no key reads it.

    ``clocks`` are those of the law; an appeal has a time of its own, and none of them.
    """

    asked: RightsRequest
    personal: Personal | None
    steps: list[Step]
    state: State
    clocks: list[Clock]
    messages: list[ShownMessage]
    files: list[ShownFile]

    @property
    def is_open(self) -> bool:
        """Whether the clock still runs."""
        return self.state in OPEN

    @property
    def due(self) -> str:
        """By when, in words such as "in 3 days"."""
        if self.asked.answer_by is None:
            return ""
        return due_words(self.asked.answer_by, office_day())

    @property
    def place(self) -> str:
        """Where the person lives, in words."""
        return place_in_words(self.asked.country, self.asked.region)

    @property
    def details(self) -> list[tuple[str, str]]:
        """What was filled in for this right: labels and values in words."""
        if self.personal is None:
            return []
        values = dict(self.personal.details) | {"words": self.personal.words}
        form = RequestForm(Right(self.asked.right))
        return [
            (str(field.label), _in_words(field.field, values.get(field.name, "")))
            for field in form.detail_fields
            if values.get(field.name)
        ]


def shown(request: RightsRequest, at: datetime | None = None) -> Shown:
    """Gather what the page of a request shows."""
    steps = list(request.steps.order_by("number"))
    state = State(steps[-1].state)
    try:
        personal = request.personal()
    except Unreadable:
        personal = None
    return Shown(
        asked=request,
        personal=personal,
        steps=steps,
        state=state,
        clocks=running_clocks(request) if state != State.APPEALED else [],
        messages=[_message(each) for each in request.messages.order_by("pk")],
        files=files_of(request, at),
    )


def files_of(request: RightsRequest, at: datetime | None = None) -> list[ShownFile]:
    """What can be downloaded now; nothing before the person is known."""
    if not may_disclose(request):
        return []
    available = AnswerFile.objects.filter(request=request).available(
        at or timezone.now()
    )
    return [_file(answer) for answer in available.defer("content")]


def exported(request: RightsRequest) -> dict[str, Any]:
    """All that is held of a request, for a JSON file."""
    all_of_it = shown(request)
    personal = all_of_it.personal and asdict(all_of_it.personal)
    if personal:
        # It opens the page; it is no information about the person.
        personal.pop("secret")
    version = request.policy_version
    return {
        "number": request.number,
        "right": request.right,
        "state": all_of_it.state.value,
        "country": request.country,
        "region": request.region,
        "relation": request.relation,
        "behalf": request.behalf,
        "channel": request.channel,
        "received_at": request.received_at.isoformat(),
        "answer_by": request.answer_by and request.answer_by.isoformat(),
        "policy_version": version and version.number,
        "personal": personal,
        "steps": [
            {
                "kind": step.kind,
                "state": step.state,
                "at": step.at.isoformat(),
                "manner": step.manner,
                "nature": step.nature,
                "ground": step.ground,
            }
            for step in all_of_it.steps
        ],
        "messages": [
            {
                "from": "office" if message.is_from_office else "you",
                "at": message.at.isoformat(),
                "text": message.text,
            }
            for message in all_of_it.messages
        ],
        "files": [{"name": file.name, "bytes": file.size} for file in all_of_it.files],
    }


def _message(message: Message) -> ShownMessage:
    try:
        text = message.open_text()
    except Unreadable:
        text = None
    return ShownMessage(message.is_from_office, message.at, text)


def _file(answer: AnswerFile) -> ShownFile:
    try:
        name = answer.facts().name
    except Unreadable:
        name = None
    return ShownFile(answer.pk, name, answer.size, answer.expires_at)


def _in_words(field: Any, value: str) -> str:
    """A choice by its label, anything else as it was typed."""
    return str(dict(getattr(field, "choices", ())).get(value, value))
