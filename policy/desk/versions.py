"""Versions in admin: write a draft, look at it, publish it; then read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from policy import drafting
from policy.dates import moment_in_zone as moment
from policy.desk import (
    actions,
    conflicts,
    evidence,
    previews,
    reviewing,
    withholding,
)
from policy.desk.base import DeskAdmin
from policy.desk.forms import DraftForm
from policy.desk.frozen import frozen_fields, may_read
from policy.desk.links import WITHHOLD, links_of
from policy.desk.people import staff
from policy.desk.standing import standing
from policy.models import Policy, PolicyVersion

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNCONFIRMED = _("Emergency, not confirmed")


class PolicyVersionAdmin(DeskAdmin):
    """A draft is edited; what was published can only be read and withdrawn."""

    form = DraftForm
    change_form_template = "admin/policy/policyversion/change_form.html"
    list_display = ["__str__", "status", "effective", "kind_of_change", "changed"]
    list_filter = ["policy", "origin", "material"]
    search_fields = ["policy__title", "change_note"]
    fieldsets = [
        (None, {"fields": ["policy"]}),
        (
            _("The change"),
            {
                # What rooms add to a draft follows it: see the template.
                "classes": ["before-inlines"],
                "fields": ["material", "reasons", "reason", "change_note"],
                "description": _(
                    "Yes: readers are told by a notice, before it takes effect. No: "
                    "nobody is told but who asked to hear of every version, and the "
                    "effective date that readers see stays as it was."
                ),
            },
        ),
        (
            _("The text"),
            {
                "fields": ["source"],
                "description": _(
                    "Markdown. Start headings at ##. When you reword a heading, keep "
                    "its address by writing {#old-anchor} after it."
                ),
            },
        ),
        (
            _("When, and in which language"),
            {
                "fields": ["effective_at", "language"],
                "description": _("The time is that of the policy's own time zone."),
            },
        ),
        (_("Who and when"), {"fields": ["created", "changed"]}),
    ]
    readonly_fields = ["created", "changed"]
    # Rooms add what is written together with a draft.
    draft_inlines: ClassVar[list[type[admin.options.InlineModelAdmin[Any, Any]]]] = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[PolicyVersion]:
        waiting = PolicyVersion.objects.awaiting_confirmation()
        versions = PolicyVersion.objects.dated().annotate(
            is_unconfirmed=Exists(waiting.filter(pk=OuterRef("pk")))
        )
        return versions.select_related("created_by", "updated_by")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PolicyVersion], search_term: str
    ) -> tuple[QuerySet[PolicyVersion], bool]:
        """What is withheld is not found by its words by who may not read them."""
        if search_term and not request.user.has_perm(WITHHOLD):
            queryset = queryset.filter(withholdings__isnull=True)
        return super().get_search_results(request, queryset, search_term)

    def view_on_site(self, obj: PolicyVersion) -> str | None:
        """Drafts are not on the site; their preview is a step of its own."""
        return obj.get_absolute_url() if obj.is_published else None

    # --- Columns and read-only fields ---

    @admin.display(description=_("status"))
    def status(self, version: PolicyVersion) -> StrOrPromise:
        label = version.status().label
        if getattr(version, "is_unconfirmed", False):
            return format_html("{}<br><strong>{}</strong>", label, UNCONFIRMED)
        return label

    @admin.display(description=_("effective"), ordering="effective_at")
    def effective(self, version: PolicyVersion) -> str:
        return moment(version.effective_at, version.policy) or "–"

    @admin.display(description=_("change"), ordering="material")
    def kind_of_change(self, version: PolicyVersion) -> StrOrPromise:
        if version.material is None:
            return _("Not decided yet")
        return _("Material") if version.material else _("Editorial")

    @admin.display(description=_("why a reader has to know"))
    def why_material(self, version: PolicyVersion) -> str:
        return version.reason_labels or "–"

    @admin.display(description=_("withheld"))
    def withheld(self, version: PolicyVersion) -> StrOrPromise:
        withheld = version.withheld
        if withheld is None:
            return _("No")
        since = moment(withheld.at, version.policy)
        return f"{since}. {withheld.ground.label}: {withheld.reason}"

    @admin.display(description=_("published at"))
    def published(self, version: PolicyVersion) -> str:
        return moment(version.published_at, version.policy)

    @admin.display(description=_("created"))
    def created(self, version: PolicyVersion) -> str:
        return _stamp(version, version.created_at, version.created_by)

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed(self, version: PolicyVersion) -> str:
        return _stamp(version, version.updated_at, version.updated_by)

    # --- What may be done ---

    def has_change_permission(
        self, request: HttpRequest, obj: PolicyVersion | None = None
    ) -> bool:
        is_open = obj is None or not obj.is_published
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: PolicyVersion | None = None
    ) -> bool:
        # No bulk deletion: a list may hold what was published.
        is_draft = obj is not None and not obj.is_published
        return is_draft and super().has_delete_permission(request, obj)

    def get_fieldsets(
        self, request: HttpRequest, obj: PolicyVersion | None = None
    ) -> Any:
        if obj is not None and obj.is_published:
            return [
                (
                    None,
                    {
                        "fields": frozen_fields(request, obj),
                        "description": _("Published: nothing here ever changes."),
                    },
                )
            ]
        return self.fieldsets

    def get_readonly_fields(
        self, request: HttpRequest, obj: PolicyVersion | None = None
    ) -> list[str]:
        if obj is not None and obj.is_published:
            return frozen_fields(request, obj)
        moved = ["policy"] if obj is not None else []
        return [*self.readonly_fields, *moved]

    def get_inlines(self, request: HttpRequest, obj: PolicyVersion | None) -> list[Any]:
        is_open = obj is None or not obj.is_published
        return list(self.draft_inlines) if is_open else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new draft starts from the newest text of the policy, when one is named."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        policy = _policy(initial.get("policy"))
        standing = policy.versions.standing() if policy else None
        # Nobody publishes again by accident what is withheld.
        newest = standing.readable().newest_first().first() if standing else None
        if newest is not None:
            initial |= {"source": newest.source, "language": newest.language}
        return initial

    def save_model(
        self, request: HttpRequest, obj: PolicyVersion, form: Any, change: bool
    ) -> None:
        drafting.save_draft(obj, by=staff(request))

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """What other rooms add to a draft counts as written by the same person."""
        super().save_related(request, form, formsets, change)
        drafting.save_draft(form.instance, by=staff(request))

    # --- Pages beside the form ---

    def get_urls(self) -> list[URLPattern]:
        def page(name: str, view: Any) -> Any:
            return path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                {"model_admin": self},
                name=f"policy_policyversion_{name}",
            )

        return [
            page("preview", previews.preview),
            page("redline", previews.redline),
            page("changes", previews.changes),
            page("evidence", evidence.download),
            page("review", reviewing.review),
            page("emergency", actions.emergency),
            page("confirm", reviewing.confirm),
            page("publish", actions.publish),
            page("withdraw", actions.withdraw),
            page("withhold", withholding.withhold),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Who saves a draft that is none any more gets back what they typed."""
        page = None
        if request.method == "POST" and self.has_change_permission(request):
            page = conflicts.too_late(request, self, object_id)
        return page or super().change_view(request, object_id, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        version = context.get("original")
        if version is not None:
            context["desk_links"] = links_of(request, version)
            context |= standing(version, may_read=may_read(request, version))
        context["show_save_and_add_another"] = False
        form = context["adminform"].form
        if getattr(form, "conflict", None) is not None:
            formsets = [each.formset for each in context["inline_admin_formsets"]]
            context |= conflicts.differences(form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)


def _stamp(version: PolicyVersion, when: Any, who: Any) -> str:
    if when is None:
        return "–"
    when_text = moment(when, version.policy)
    return format_html("{}, {}", when_text, who) if who else when_text


def _policy(key: object) -> Policy | None:
    """The policy that a link names; anything else is no policy."""
    text = str(key)
    is_key = text.isascii() and text.isdigit() and len(text) < 10
    return Policy.objects.filter(pk=int(text)).first() if is_key else None
