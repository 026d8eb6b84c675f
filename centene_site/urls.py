"""Every address of the site; policies are root-level and come last."""

from django.contrib import admin
from django.urls import include, path

from centene_site import hiding, views
from centene_site.state import state
from consent.views.page import cookies
from consent.views.signal import gpc

urlpatterns = [
    path("", views.home, name="home"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", views.favicon, name="favicon"),
    # Cookie choices
    path("cookies/", cookies, name="cookies"),
    path("consent/state.css", state, name="state"),
    path("consent/", include("consent.urls")),
    path(".well-known/gpc.json", gpc, name="gpc"),
    # Notices
    path("notices/<int:number>/hide/", hiding.hide, name="hide_notice"),
    path("notices/hide/confirm/", hiding.confirm_hiding, name="confirm_hiding"),
    path("notices/", include("notices.urls")),
    path("subscribe/", include("notices.subscriptions.urls")),
    # Rights requests
    path("privacy-rights/held/", include("centene_site.held_views")),
    path("privacy-rights/", include("rights.urls")),
    # Staff
    path("admin/", admin.site.urls),
    # Policies
    path("", include("policy.urls")),
]

handler400 = "centene_site.views.bad_request"
handler403 = "centene_site.views.permission_denied"
handler404 = "centene_site.views.not_found"
handler500 = "centene_site.views.server_error"
