"""One page for each thing that staff can do with a request: a form and its button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from pages.public import private
from policy.desk.people import staff
from policy.desk.readonly import desk_page, require
from policy.refusals import Refused
from rights import lifecycle
from rights.deadlines import running_clocks
from rights.desk import forms
from rights.desk.actions import Action
from rights.desk.base import SEE, WORK, the_request
from rights.desk.viewing import open_for
from rights.letters import remedies
from rights.models import AnswerTemplate, RightsRequest

if TYPE_CHECKING:
    from rights.desk.queue import RightsRequestAdmin


@require_http_methods(["GET", "HEAD", "POST"])
@private
def act(
    request: HttpRequest, pk: int, model_admin: RightsRequestAdmin, action: Action
) -> HttpResponse:
    """Show the form, or take the step."""
    require(request, SEE, WORK)
    asked, by = the_request(pk), staff(request)
    form = _form(request, asked, action, by)
    if form.is_bound and form.is_valid():
        try:
            said = action.do(asked, by, form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        except IntegrityError as error:
            # A trigger: somebody else took a step since.
            form.add_error(None, str(error).splitlines()[0])
        else:
            messages.success(request, said)
            return redirect("admin:rights_rightsrequest_change", asked.pk)
    context = {
        "title": action.title,
        "subtitle": asked.number,
        "asked": asked,
        "action": action,
        "form": form,
        "is_possible": may_take(asked, action),
        "templates": templates(asked) if action.has_words else [],
        "remedies": remedies(asked) if action.name == "refuse" else [],
        "clocks": running_clocks(asked) if action.name == "extend" else [],
        "may_disclose": lifecycle.may_disclose(asked),
        "answers": list(asked.answers.defer("content", "sealed")),
    }
    status = 400 if form.is_bound else 200
    return desk_page(request, model_admin, "admin/rights/act.html", context, status)


def may_take(asked: RightsRequest, action: Action) -> bool:
    """Whether the step can follow where the request stands."""
    is_possible = action.kind is None or lifecycle.can(asked, action.kind)
    return is_possible and action.makes_sense(asked)


def templates(asked: RightsRequest) -> list[AnswerTemplate]:
    """Those offered for the request's right, in order."""
    return list(forms.templates_for(asked))


def _form(
    request: HttpRequest, asked: RightsRequest, action: Action, by: User
) -> forms.ActionForm:
    data = request.POST if request.method == "POST" else None
    arguments: dict[str, Any] = {}
    if action.has_words and data is None:
        chosen = _template(request, asked)
        if chosen is not None:
            # The template may hold the person's name.
            arguments = {
                "template": chosen,
                "personal": open_for(asked, by).personal,
            }
    return action.form(asked, data, **arguments)


def _template(request: HttpRequest, asked: RightsRequest) -> AnswerTemplate | None:
    """That which ``?template=`` names, if there is such a one."""
    key = request.GET.get("template", "")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    found: AnswerTemplate | None = forms.templates_for(asked).filter(pk=key).first()
    return found
