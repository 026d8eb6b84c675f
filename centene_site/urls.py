"""Every address of the site; policies are root-level and come last."""

from django.contrib import admin
from django.urls import include, path

from centene_site import crawlers, hiding, schemas, views
from centene_site.state import state
from centene_site.third_parties import register
from centene_site.transparency import transparency
from consent.data import catalogue
from consent.views.page import cookies
from consent.views.signal import gpc
from notices.data import notices
from policy.views.search import search

urlpatterns = [
    path("", views.home, name="home"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("search/", search, name="search"),
    path("accessibility/", views.accessibility, name="accessibility"),
    # Crawlers, and who finds a hole
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path(".well-known/security.txt", crawlers.security, name="security"),
    # Cookie choices
    path("cookies/", cookies, name="cookies"),
    # Not under /consent/, whose every answer may set cookies
    path("cookies.json", catalogue, name="catalogue_data"),
    path("consent/state.css", state, name="state"),
    path("consent/", include("consent.urls")),
    path(".well-known/gpc.json", gpc, name="gpc"),
    # Notices
    path("notices/<int:number>/hide/", hiding.hide, name="hide_notice"),
    path("notices/hide/confirm/", hiding.confirm_hiding, name="confirm_hiding"),
    path("notices/", include("notices.urls")),
    path("notices.json", notices, name="notices_data"),
    path("subscribe/", include("notices.subscriptions.urls")),
    # Third parties, and figures
    path("third-parties/", register, name="third_parties"),
    path("transparency/", transparency, name="transparency"),
    # For programs
    path("schemas/<slug:name>.json", schemas.schema, name="schema"),
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
