"""Root-level addresses of policies; included last, after the site's own."""

from django.urls import path

from policy import views

app_name = "policy"

urlpatterns = [
    path("<slug:slug>/", views.policy, name="policy"),
    path("<slug:slug>/versions/", views.history, name="history"),
    path("<slug:slug>/versions/<int:number>/", views.version, name="version"),
]
