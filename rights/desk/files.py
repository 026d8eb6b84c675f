"""The files of an answer: added, looked at once more, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from outbox.cipher import Unreadable
from pages.public import private
from policy.desk.people import staff
from policy.desk.readonly import desk_page, require
from policy.refusals import Refused
from rights import answering
from rights.desk.base import SEE, WORK, the_request
from rights.desk.viewing import log_view
from rights.models import AnswerFile, FileFacts, PersonalView, RightsRequest

if TYPE_CHECKING:
    from rights.desk.queue import RightsRequestAdmin

# Below what the server reads of one request (DATA_UPLOAD_MAX_MEMORY_SIZE): of a larger
# body it keeps the beginning, and half a file must not pass for a whole one.
MOST_BYTES = 2 * 2**20
MOST_NAME = 150


class FileForm(forms.Form):
    """One file; several are added one after another."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=MOST_NAME,
        help_text=gettext_lazy("At most 2 MB. Several files: one after another."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(
                _("This file is larger than %(most)s: divide it, or compress it."),
                params={"most": filesizeformat(MOST_BYTES)},
            )
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@private
def add(request: HttpRequest, pk: int, model_admin: RightsRequestAdmin) -> HttpResponse:
    """Encrypt a file and keep it until its time is over."""
    require(request, SEE, WORK, "rights.add_answerfile")
    asked = the_request(pk)
    is_post = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if is_post else FileForm()
    if form.is_bound and form.is_valid():
        try:
            _keep(asked, form.cleaned_data["file"], request)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The file is kept, encrypted."))
            return redirect("admin:rights_rightsrequest_change", asked.pk)
    context: dict[str, Any] = {
        "title": _("Add a file to the answer"),
        "subtitle": asked.number,
        "asked": asked,
        "form": form,
        "days": settings.RIGHTS_RETENTION["file of an answer"].days,
    }
    return desk_page(
        request, model_admin, "admin/rights/file.html", context, 400 if is_post else 200
    )


def _keep(asked: RightsRequest, file: UploadedFile, request: HttpRequest) -> None:
    answering.add_file(
        asked,
        facts=FileFacts(
            name=file.name or "file",
            media_type=file.content_type or "application/octet-stream",
        ),
        content=file.read(),
        by=staff(request),
    )


@require_safe
@private
def download(
    request: HttpRequest, pk: int, file: int, model_admin: RightsRequestAdmin
) -> HttpResponse:
    """The file as the person gets it; that it was seen is written down."""
    require(request, SEE)
    asked = the_request(pk)
    found = _available(asked, file)
    try:
        name, content = found.facts().name, found.opened()
    except Unreadable:
        raise Http404(_("No key of today opens this file.")) from None
    log_view(asked, PersonalView.What.ANSWER, staff(request))
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": disposition},
    )


@require_POST
@private
def remove(
    request: HttpRequest, pk: int, file: int, model_admin: RightsRequestAdmin
) -> HttpResponse:
    """Take back a file that should not have been added."""
    require(request, SEE, WORK, "rights.delete_answerfile")
    asked = the_request(pk)
    get_object_or_404(asked.answers, pk=file).delete()
    messages.success(request, _("The file is removed."))
    return redirect("admin:rights_rightsrequest_change", asked.pk)


def _available(asked: RightsRequest, pk: int) -> AnswerFile:
    """Raises Http404, also once its time is over."""
    available = AnswerFile.objects.available().filter(request=asked)
    return get_object_or_404(available, pk=pk)
