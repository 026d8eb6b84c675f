"""How the list of notices is narrowed."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notices.models import Notice

PLANNED, SHOWING, OVER = "planned", "showing", "over"


class ShowingFilter(admin.SimpleListFilter):
    """Whether notices are to come, show now, or showed before."""

    title = _("when it shows")
    parameter_name = "when"

    def lookups(
        self, request: HttpRequest, model_admin: object
    ) -> list[tuple[str, str]]:
        return [
            (PLANNED, str(_("Later"))),
            (SHOWING, str(_("Now"))),
            (OVER, str(_("No more"))),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Notice]
    ) -> QuerySet[Notice]:
        chosen, now = self.value(), timezone.now()
        if chosen is None:
            return queryset
        if chosen == PLANNED:
            return queryset.filter(shown_from__gt=now)
        showing = Notice.objects.showing(now).values("pk")
        if chosen == SHOWING:
            return queryset.filter(pk__in=showing)
        if chosen == OVER:
            return queryset.filter(shown_from__lte=now).exclude(pk__in=showing)
        raise IncorrectLookupParameters(chosen)
