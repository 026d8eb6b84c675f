"""Root-level addresses of policies; included last, after the site's own."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from policy.data import views as data
from policy.views import archives, days, feeds, reading, redlines, sections, texts

app_name = "policy"


class AnchorConverter(StringConverter):
    """An anchor of any script; NUL, which PostgreSQL refuses, is no part of one."""

    regex = r"[^/\x00]{1,200}"


register_converter(AnchorConverter, "anchor")

urlpatterns = [
    path("policies.json", data.policies, name="policies_data"),
    path("feed.atom", feeds.all_policies, name="all_feed"),
    path("<slug:slug>/", reading.policy, name="policy"),
    path("<slug:slug>.json", data.policy, name="policy_data"),
    path("<slug:slug>/feed.atom", feeds.policy, name="feed"),
    path("<slug:slug>/versions/", reading.history, name="history"),
    path("<slug:slug>/versions.json", data.history, name="history_data"),
    path("<slug:slug>/versions/<int:number>/", reading.version, name="version"),
    path("<slug:slug>/versions/<int:number>.json", data.version, name="version_data"),
    path("<slug:slug>/versions/<int:number>.txt", texts.text, name="version_text"),
    path(
        "<slug:slug>/versions/<int:number>.md", texts.markdown, name="version_markdown"
    ),
    path(
        "<slug:slug>/compare/<int:first>...<int:second>/",
        redlines.compare,
        name="compare",
    ),
    path(
        "<slug:slug>/compare/<int:first>...<int:second>.json",
        data.compare,
        name="compare_data",
    ),
    path("<slug:slug>/compare/", redlines.find_redline, name="find_redline"),
    path("<slug:slug>/archive.zip", archives.archive, name="archive"),
    path("<slug:slug>/sections/<anchor:anchor>/", sections.section, name="section"),
    path("<slug:slug>/on/", days.find_day, name="find_day"),
    path("<slug:slug>/on/<str:day>/", days.on_day, name="on_day"),
]
