"""What is only read: the log of steps, and who saw personal data. Neither names a
person who asks.
"""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy

from policy.desk.readonly import ReadOnlyAdmin
from rights.desk.base import moment_words
from rights.models import PersonalView, Step


class StepAdmin(ReadOnlyAdmin):
    """The append-only log of all requests (11 CCR 7101), the newest step on top."""

    list_display = [
        *("request", "kind", "state", "happened", "manner"),
        *("what", "ground", "by_name"),
    ]
    list_filter = ["kind", "state", "manner", "ground"]
    list_select_related = ["request"]
    fields = (
        *("request", "number", "kind", "state", "happened", "recorded"),
        *("manner", "what", "ground", "by_name"),
    )
    readonly_fields = fields
    ordering = ["-pk"]
    sortable_by = ()

    @admin.display(description=gettext_lazy("happened at"))
    def happened(self, step: Step) -> str:
        return moment_words(step.at)

    @admin.display(description=gettext_lazy("recorded at"))
    def recorded(self, step: Step) -> str:
        return moment_words(step.recorded_at)

    @admin.display(description=gettext_lazy("nature"))
    def what(self, step: Step) -> str:
        return step.nature_in_words or "–"


class PersonalViewAdmin(ReadOnlyAdmin):
    """Who saw what, the newest view on top."""

    list_display = ["request", "what", "seen", "by_name"]
    list_filter = ["what"]
    list_select_related = ["request"]
    fields = ("request", "what", "seen", "by_name")
    readonly_fields = fields
    ordering = ["-pk"]
    sortable_by = ()

    @admin.display(description=gettext_lazy("seen at"))
    def seen(self, view: PersonalView) -> str:
        return moment_words(view.at)
