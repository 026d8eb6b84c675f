"""Receipts by their code, without an account, and one browser's own history."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consent.middleware import consent_of
from consent.models import ConsentRecord, clean_receipt_code
from consent.models.record import subject_hash
from consent.receipts import Receipt, find_receipt
from consent.views.shared import reads_records, unlisted
from pages.paging import page_of
from pages.public import private, safe

PER_PAGE = 20
# On the receipt's own page; the history has them all.
FEW = 5


@safe
@private
@unlisted
@reads_records
def look_up(request: HttpRequest) -> HttpResponse:
    """The form that asks for a code; with ``?code=`` it leads to the receipt."""
    text = request.GET.get("code", "")
    if code := clean_receipt_code(text):
        return redirect("consent:receipt", code)
    return _form_page(request, text, status=400 if "code" in request.GET else 200)


@safe
@private
@unlisted
@reads_records
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that the record of the code proves."""
    clean = clean_receipt_code(code)
    if clean and clean != code:
        return redirect("consent:receipt", clean)
    found = find_receipt(clean)
    if found is None:
        return _form_page(request, code, status=404)
    subject = _subject(request)
    is_own = bool(subject) and _is_of(found.record, subject)
    others = ConsentRecord.objects.none()
    if is_own:
        own = ConsentRecord.objects.of_browser(subject).exclude(pk=found.record.pk)
        others = own[:FEW]
    context = {
        "receipt": found,
        "is_own": is_own,
        "others": [Receipt(record) for record in others],
    }
    return render(request, "consent/receipt.html", context)


@safe
@private
@unlisted
@reads_records
def receipt_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same for programs."""
    found = find_receipt(clean_receipt_code(code))
    if found is None:
        return _json({"error": _("There is no receipt with this code.")}, status=404)
    return _json(found.as_json())


@safe
@private
@unlisted
@reads_records
def history(request: HttpRequest) -> HttpResponse:
    """The choices of this browser, newest first."""
    stored = consent_of(request).stored
    subject = _subject(request)
    records = (
        ConsentRecord.objects.of_browser(subject)
        if subject
        else ConsentRecord.objects.none()
    )
    page = page_of(request, records, PER_PAGE)
    context = {
        "stored": stored,
        "page": page,
        "receipts": [Receipt(record) for record in page],
    }
    return render(request, "consent/history.html", context)


def _subject(request: HttpRequest) -> str:
    """The random id of this browser, or ''."""
    stored = consent_of(request).stored
    return stored.subject if stored else ""


def _is_of(record: ConsentRecord, subject: str) -> bool:
    linked = getattr(record, "subject", None)
    return linked is not None and linked.subject_hash == subject_hash(subject)


def _form_page(request: HttpRequest, text: str, status: int) -> HttpResponse:
    context = {"text": text.strip()[:80], "status": status}
    return render(request, "consent/look_up.html", context, status=status)


def _json(content: dict[str, object], status: int = 200) -> JsonResponse:
    style = {"indent": 2, "ensure_ascii": False}
    return JsonResponse(content, status=status, json_dumps_params=style)
