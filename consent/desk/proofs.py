"""What proves that all this works: sealed days and self-tests, to be read."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from consent.desk.base import code, moment_words
from consent.models import DaySeal, SelfTest
from policy.desk.readonly import ReadOnlyAdmin


class DaySealAdmin(ReadOnlyAdmin):
    """A day's seal: it stays when the day's records have gone."""

    list_display = ["day", "records", "sealed", "kept_until", "short_hash"]
    sortable_by = ()
    fieldsets = [
        (
            None,
            {
                "fields": ["day", "begins", "ends", "records"],
                "description": _("Sealed: nothing here ever changes."),
            },
        ),
        (
            _("Proof"),
            {"fields": ["sealed", "records_hash", "hash", "previous_hash"]},
        ),
        (_("How long the records are kept"), {"fields": ["kept_until"]}),
    ]

    @admin.display(description=_("begins at"))
    def begins(self, seal: DaySeal) -> str:
        return moment_words(seal.begins_at, UTC)

    @admin.display(description=_("ends at"))
    def ends(self, seal: DaySeal) -> str:
        return moment_words(seal.ends_at, UTC)

    @admin.display(description=_("sealed at"))
    def sealed(self, seal: DaySeal) -> str:
        return moment_words(seal.sealed_at)

    @admin.display(description=_("keep until"))
    def kept_until(self, seal: DaySeal) -> str:
        return moment_words(seal.keep_until)

    @admin.display(description=_("hash of the records"))
    def records_hash(self, seal: DaySeal) -> SafeString:
        return code(seal.records_digest)

    @admin.display(description=_("hash (SHA-256)"))
    def hash(self, seal: DaySeal) -> SafeString:
        return code(seal.digest)

    @admin.display(description=_("hash (SHA-256)"))
    def short_hash(self, seal: DaySeal) -> SafeString:
        return code(f"{seal.digest[:12]}…")

    @admin.display(description=_("previous hash"))
    def previous_hash(self, seal: DaySeal) -> SafeString:
        return code(seal.previous_digest)


class SelfTestAdmin(ReadOnlyAdmin):
    """What ``consent_selftest`` found; when all was well last stands above the list."""

    change_list_template = "admin/consent/selftest/change_list.html"
    list_display = ["moment", "passed", "url"]
    sortable_by = ()
    fields = ["moment", "url", "passed", "all_findings"]

    @admin.display(description=_("ran at"))
    def moment(self, test: SelfTest) -> str:
        return moment_words(test.ran_at)

    @admin.display(description=_("findings"))
    def all_findings(self, test: SelfTest) -> SafeString:
        template = "admin/consent/selftest/findings.html"
        return render_to_string(template, {"findings": test.findings})

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return super().changelist_view(request, runs() | (extra_context or {}))


def runs() -> dict[str, Any]:
    """The last good run and the latest one for a template, None where there is none."""
    good, latest = SelfTest.objects.last_good_run(), SelfTest.objects.first()
    return {
        "last_good_run": good,
        "last_good_moment": moment_words(good.ran_at) if good else "",
        "latest_run": latest,
        "latest_moment": moment_words(latest.ran_at) if latest else "",
    }
