from django.urls import path

from notices import data, views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="notices"),
    path("feed.atom", views.atom, name="feed"),
    path("<int:number>/", views.notice, name="notice"),
    path("<int:number>.json", data.notice, name="notice_data"),
]
