from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from centene_site.front_panels import traffic_panel
from centene_site.signing_in import SignIn
from policy.desk.front import panels


class Desk(admin.AdminSite):
    """The stock admin under this site's name."""

    site_title = _("Privacy desk")
    site_header = _("Privacy desk")
    index_title = _("Policies, notices and cookie choices")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The first page: above the list, what the rooms' staff look for."""
        traffic = traffic_panel(request)
        context = {"panels": [*panels(request), *([traffic] if traffic else [])]}
        return super().index(request, context | (extra_context or {}))

    @method_decorator(never_cache)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's page around our own view of signing in."""
        index = reverse("admin:index", current_app=self.name)
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(index)
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        if REDIRECT_FIELD_NAME not in {*request.GET, *request.POST}:
            context[REDIRECT_FIELD_NAME] = index
        request.current_app = self.name
        return cast(HttpResponse, SignIn.as_view(extra_context=context)(request))
