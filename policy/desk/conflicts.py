"""Two people at one draft: the second is told, and loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from policy.dates import moment_in_zone
from policy.desk.forms import DraftForm
from policy.markdown import render
from policy.models import PolicyVersion
from policy.presentation import present_redline
from policy.redlines import make

if TYPE_CHECKING:
    from policy.desk.versions import PolicyVersionAdmin

# The text has a redline of its own.
COMPARED = (
    *("material", "reasons", "reason", "change_note"),
    *("effective_at", "language"),
)


class Difference(NamedTuple):
    """A field of which the draft says something else by now than the person typed."""

    label: str
    now: str
    typed: str


def differences(
    form: DraftForm, formsets: Iterable[BaseFormSet[Any]]
) -> dict[str, object]:
    """What the draft says by now against what a second editor typed, for a template."""
    current = form.conflict
    if current is None:
        return {}
    title = current.policy.title
    mine = PolicyVersion(language=current.language)
    mine.html = render(form.cleaned_data.get("source", ""), title).html
    current.html = render(current.source, title).html
    redline = make(current, mine)
    return {
        "conflict": current,
        "conflict_redline": redline,
        "conflict_text": present_redline(redline.html),
        "conflict_fields": [*_fields(form, current), *_parts(formsets)],
    }


def _fields(form: DraftForm, current: PolicyVersion) -> Iterator[Difference]:
    for name in COMPARED:
        now, typed = getattr(current, name), form.cleaned_data.get(name)
        if name in form.cleaned_data and now != typed:
            yield Difference(
                capfirst(str(form.fields[name].label)),
                _words(current, name, now),
                _words(current, name, typed),
            )


def _words(draft: PolicyVersion, name: str, value: Any) -> str:
    """A value of a draft's field as people read it."""
    if name == "material":
        return PolicyVersion(material=value).get_material_display()
    if name == "reasons":
        return PolicyVersion(reasons=value).reason_labels or "–"
    if name == "effective_at":
        return moment_in_zone(value, draft.policy) or _("At publication")
    return str(value) or "–"


def _parts(formsets: Iterable[BaseFormSet[Any]]) -> Iterator[Difference]:
    """What rooms add to a draft: their forms hold what is stored by now."""
    for formset in formsets:
        for form in formset.forms:
            yield from _part(form)


def _part(form: BaseForm) -> Iterator[Difference]:
    for name in form.changed_data:
        field = form.fields[name]
        if not field.widget.is_hidden:
            yield Difference(
                capfirst(str(field.label)),
                str(form.get_initial_for_field(field, name) or "–"),
                str(form.data.get(form.add_prefix(name), "")) or "–",
            )


def too_late(
    request: HttpRequest, model_admin: PolicyVersionAdmin, object_id: str
) -> HttpResponse | None:
    """Where the draft was published or discarded meanwhile, a page that gives back what
    was typed; None where it is still open, or nothing was typed."""
    # Prose has spaces; keys, tokens and choices have none.
    typed = [
        (_label(name), value)
        for name, value in request.POST.items()
        if len(str(value).split()) > 1
    ]
    is_key = object_id.isascii() and object_id.isdigit() and len(object_id) < 10
    if not is_key or not typed or "_saveasnew" in request.POST:
        return None
    version = PolicyVersion.objects.dated().filter(pk=int(object_id)).first()
    if version is not None and not version.is_published:
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Too late to save"),
        "version": version,
        "typed": typed,
    }
    return TemplateResponse(
        request, "admin/policy/policyversion/too_late.html", context, status=409
    ).render()


def _label(name: str) -> str:
    """What the form calls a field; of another room's, its own name."""
    own = {field.name: field.verbose_name for field in PolicyVersion._meta.fields}
    return capfirst(str(own.get(name) or name.rpartition("-")[2].replace("_", " ")))
