"""What staff can do with one request: each with its form and what it does.

A function returns the sentence that says what happened, without a word about the
person, or raises Refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy.refusals import Refused
from rights import answering, correspondence, lifecycle
from rights.desk import forms
from rights.models import Hold, RightsRequest
from rights.states import Kind

Do = Callable[[RightsRequest, User, dict[str, Any]], str]


@dataclass(frozen=True)
class Action:
    """``name`` is its part of the address; ``kind`` the step that it takes, None where
    it takes none; ``lead`` says beforehand what follows; ``makes_sense`` whether a
    request has any use for it.
    """

    name: str
    title: str | Promise
    lead: str | Promise
    form: type[forms.ActionForm]
    do: Do
    kind: Kind | None = None
    makes_sense: Callable[[RightsRequest], bool] = lambda asked: True

    @property
    def has_words(self) -> bool:
        """Whether it begins with an answer template."""
        return issubclass(self.form, forms.WordsForm)


def assign(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    asked.assignee = data["assignee"]
    asked.save(update_fields=["assignee"])
    if asked.assignee is None:
        return _("The request is nobody’s now.")
    return _("The request is assigned to %(name)s.") % {
        "name": asked.assignee.get_username()
    }


def add_note(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    correspondence.add_note(asked, data["text"], by)
    return _("The note is kept.")


def write(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    correspondence.write_to_person(asked, data["text"], by)
    return _("The message is on the person’s page.")


def acknowledge(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    lifecycle.acknowledge(asked, data["manner"], by)
    return _("Recorded: the person knows that the request came.")


def confirm(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    if not forms.needs_confirmation(asked):
        raise Refused(_("Nothing of this request waits for an address."))
    lifecycle.confirm(asked, by=by, manner=data["manner"])
    return _("Recorded: the address is confirmed.")


def verify(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    lifecycle.verify(asked, data["check"], by, data["manner"])
    return _("Recorded: the identity is verified.")


def begin(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    lifecycle.begin(asked, by)
    return _("Work on the request has begun.")


def extend(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    answering.extend(asked, by=by, **data)
    return _("The time is extended, and the person can read why.")


def answer(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    answering.answer(asked, by=by, **data)
    return _("The request is answered.")


def refuse(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    answering.refuse(asked, by=by, **data)
    return _("The request is refused. The letter stands among the messages.")


def withdraw(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    lifecycle.withdraw(asked, by, data["manner"])
    return _("Recorded: the person no longer asks.")


def appeal(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    lifecycle.appeal(asked, by, data["manner"])
    return _("Recorded: the person appeals.")


def hold(asked: RightsRequest, by: User, data: dict[str, Any]) -> str:
    Hold.objects.create(
        request=asked, placed_by=by, placed_by_name=by.get_username(), **data
    )
    return _("The legal hold stands.")


ACTIONS = (
    Action(
        "assign",
        gettext_lazy("Assign"),
        gettext_lazy("Who works on this request?"),
        forms.AssignForm,
        assign,
    ),
    Action(
        "acknowledge",
        gettext_lazy("Confirm receipt"),
        gettext_lazy(
            "Record that the person was told that their request came and what follows. "
            "A person with an e-mail address was told by mail already."
        ),
        forms.AcknowledgeForm,
        acknowledge,
        Kind.ACKNOWLEDGED,
    ),
    Action(
        "confirm",
        gettext_lazy("Confirm address"),
        gettext_lazy(
            "The mailed link does this by itself. Where the person did not follow it, "
            "read the address to them, sign by sign: whoever reads its mails can then "
            "download the answer. If it is wrong, enter the request anew with the same "
            "day of receipt."
        ),
        forms.ReportedForm,
        confirm,
        Kind.CONFIRMED,
        makes_sense=forms.needs_confirmation,
    ),
    Action(
        "verify",
        gettext_lazy("Record identity check"),
        gettext_lazy(
            "Record what was checked. A document is looked at and given back: keep "
            "neither a copy nor its number, here or elsewhere."
        ),
        forms.VerifyForm,
        verify,
        Kind.VERIFIED,
    ),
    Action(
        "begin",
        gettext_lazy("Begin work"),
        gettext_lazy("The request is in progress from now on."),
        forms.ActionForm,
        begin,
        Kind.BEGUN,
    ),
    Action(
        "message",
        gettext_lazy("Write to the person"),
        gettext_lazy(
            "The person is mailed that a message waits, and reads it on the page of "
            "their request. Without an e-mail address, send it by post as well."
        ),
        forms.WordsForm,
        write,
    ),
    Action(
        "note",
        gettext_lazy("Add a note"),
        gettext_lazy("For colleagues."),
        forms.NoteForm,
        add_note,
    ),
    Action(
        "extend",
        gettext_lazy("Extend the time"),
        gettext_lazy(
            "Only once, and only before the first deadline. The person is told at once."
        ),
        forms.ExtendForm,
        extend,
        Kind.EXTENDED,
    ),
    Action(
        "answer",
        gettext_lazy("Answer"),
        gettext_lazy(
            "The request ends. The person is mailed that an answer waits; the answer "
            "and its files are on the page of their request and are never mailed."
        ),
        forms.AnswerForm,
        answer,
        Kind.ANSWERED,
    ),
    Action(
        "refuse",
        gettext_lazy("Refuse"),
        gettext_lazy("The request ends with a letter, which needs a legal ground."),
        forms.RefuseForm,
        refuse,
        Kind.REFUSED,
    ),
    Action(
        "withdraw",
        gettext_lazy("Record withdrawal"),
        gettext_lazy("The person told you that they no longer ask. The request ends."),
        forms.ReportedForm,
        withdraw,
        Kind.WITHDRAWN,
    ),
    Action(
        "appeal",
        gettext_lazy("Record appeal"),
        gettext_lazy(
            "The person told you that they do not accept how it ended. Somebody looks "
            "at it again, within 45 days."
        ),
        forms.ReportedForm,
        appeal,
        Kind.APPEALED,
    ),
    Action(
        "hold",
        gettext_lazy("Place a legal hold"),
        gettext_lazy(
            "Nothing of this request is purged or erased while the hold stands, not "
            "even when the person asks for it."
        ),
        forms.HoldForm,
        hold,
    ),
)
