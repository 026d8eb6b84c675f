"""Root-level addresses of policies; included last, after the site's own."""

from django.urls import path

from policy.views import days, reading

app_name = "policy"

urlpatterns = [
    path("<slug:slug>/", reading.policy, name="policy"),
    path("<slug:slug>/versions/", reading.history, name="history"),
    path("<slug:slug>/versions/<int:number>/", reading.version, name="version"),
    path("<slug:slug>/on/", days.find_day, name="find_day"),
    path("<slug:slug>/on/<str:day>/", days.on_day, name="on_day"),
]
