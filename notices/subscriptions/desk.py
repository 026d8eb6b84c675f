"""Subscriptions at the desk: how many there are, and never whose."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from notices.models import Kind, Subscriber, Subscription
from outbox.sender import is_configured
from policy.desk.base import DeskAdmin
from policy.models import Policy

TEMPLATE = "admin/notices/subscription/counts.html"


class SubscriptionAdmin(DeskAdmin):
    """One page of counts. No page shows a row: a row is about one person."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.changelist_view))
        return [path("", view, name="notices_subscription_changelist")]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Subscriptions by e-mail"),
            "opts": self.opts,
            "policies": counted_policies(),
            "subscriber_count": Subscriber.objects.count(),
            "older_key_count": Subscriber.objects.under_older_keys().count(),
            "is_configured": is_configured(),
        }
        return TemplateResponse(request, TEMPLATE, context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Subscription | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Subscription | None = None
    ) -> bool:
        return False


def counted_policies() -> QuerySet[Policy]:
    """Policies that anybody subscribed to: with ``material_count``, ``every_count``
    and ``waiting_count``.
    """
    live = Subscription.objects.live()
    confirmed = Q(subscriptions__confirmed_at__isnull=False)
    return Policy.objects.filter(subscriptions__in=live).annotate(
        material_count=Count(
            "subscriptions", confirmed & Q(subscriptions__kind=Kind.MATERIAL)
        ),
        every_count=Count(
            "subscriptions", confirmed & Q(subscriptions__kind=Kind.EVERY)
        ),
        waiting_count=Count("subscriptions", ~confirmed),
    )
