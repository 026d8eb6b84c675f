from django.urls import path

from consent import assets, views

app_name = "consent"

urlpatterns = [
    path("choose/", views.choose, name="choose"),
    path("confirm/", views.confirm, name="confirm"),
    # Loaded by every page
    path("state.css", assets.state, name="state"),
    path("analytics.js", assets.analytics, name="analytics"),
]
