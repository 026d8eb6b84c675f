"""Pages about the catalogue's draft and its versions: publish, preview, JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consent import drafting, publishing
from consent.catalogue import Content, banner_differences, differences, parse_content
from consent.desk.forms import PublishForm
from consent.forms import CategoriesForm
from consent.models import CatalogueVersion
from consent.publishing import MOST_COUNTED, asked_again, fingerprint
from pages.headers import policy_header
from pages.public import private
from policy.desk.people import staff
from policy.desk.readonly import desk_page, require

if TYPE_CHECKING:
    from consent.desk.versions import CatalogueVersionAdmin


@require_http_methods(["GET", "HEAD", "POST"])
@private
def publish(request: HttpRequest, model_admin: CatalogueVersionAdmin) -> HttpResponse:
    """Show what would be published and what follows, then publish it."""
    require(request, "consent.add_catalogueversion")
    form = PublishForm(request.POST if request.method == "POST" else None)
    reasons: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            version = publishing.publish_catalogue(
                by=staff(request),
                material=form.is_material,
                change_note=form.cleaned_data["change_note"],
                seen=form.cleaned_data["seen"],
            )
        except publishing.Refused as error:
            reasons = str(error).splitlines()
        else:
            model_admin.log_addition(request, version, _("Published."))
            words = _("%(version)s is published. Visitors are asked with it now.")
            messages.success(request, words % {"version": version})
            return redirect("admin:consent_catalogueversion_change", version.number)
    context = {"form": form, "reasons": reasons} | _what_would_be_published()
    template = "admin/consent/catalogueversion/publish.html"
    status = 400 if form.is_bound else 200
    return desk_page(request, model_admin, template, context, status)


def _what_would_be_published() -> dict[str, Any]:
    draft = drafting.draft_content()
    in_force = CatalogueVersion.objects.order_by("number").last()
    again = asked_again()
    new = parse_content(draft)
    old = parse_content(in_force.content) if in_force else None
    problems = list(drafting.problems(draft))
    is_unchanged = in_force is not None and in_force.content == draft
    return {
        "title": _("Publish the catalogue"),
        "content": new,
        # The page is looked at anew each time it is shown.
        "seen": fingerprint(draft),
        "in_force": in_force,
        "next_number": in_force.number + 1 if in_force else 1,
        "differences": list(_differences(old, new)) if old else [],
        "is_unchanged": is_unchanged,
        "problems": problems,
        "can_be_published": not problems and not is_unchanged,
        "asked_again": again,
        "is_bounded": again >= MOST_COUNTED,
        "accept_days": settings.CONSENT_ACCEPT_DAYS,
    }


def _differences(old: Content, new: Content) -> Iterator[str]:
    yield from banner_differences(old, new)
    yield from differences(old, new)


@require_safe
@private
def preview(request: HttpRequest, model_admin: CatalogueVersionAdmin) -> HttpResponse:
    """The draft's banner and page of choices as visitors would see them."""
    require(request, "consent.view_draftcategory")
    content = parse_content(drafting.draft_content())
    form = CategoriesForm()
    context = {
        "site_catalogue": {"in_force": {"content": content}},
        "form": form,
        "categories": [(each, form[each.slug]) for each in content.categories],
    }
    response = TemplateResponse(request, "consent/preview.html", context).render()
    # Its buttons are there to be looked at: nobody chooses about a draft.
    response.headers["Content-Security-Policy"] = policy_header(
        settings.CONTENT_SECURITY_POLICY | {"form-action": "'none'"}
    )
    return response


@require_safe
@private
def as_json(
    request: HttpRequest, number: int, model_admin: CatalogueVersionAdmin
) -> HttpResponse:
    """All that the version's hash covers, and the hash, to be computed again."""
    require(request, "consent.view_catalogueversion")
    version = get_object_or_404(CatalogueVersion, number=number)
    name = f"catalogue-version-{version.number}.json"
    return JsonResponse(
        publishing.canonical_catalogue(version) | {"digest": version.digest},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
