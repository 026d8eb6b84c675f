from django.urls import path

from consent import assets
from consent.views import choose, forget, receipts

app_name = "consent"

urlpatterns = [
    path("choose/", choose.choose, name="choose"),
    path("confirm/", choose.confirm, name="confirm"),
    # What was chosen
    path("receipts/", receipts.look_up, name="look_up"),
    path("receipts/<str:code>.json", receipts.receipt_json, name="receipt_json"),
    path("receipts/<str:code>/", receipts.receipt, name="receipt"),
    path("history/", receipts.history, name="history"),
    path("forget/", forget.forget, name="forget"),
    path("forget/confirm/", forget.confirm_forgetting, name="confirm_forgetting"),
    # Loaded by every page
    path("analytics.js", assets.analytics, name="analytics"),
]
