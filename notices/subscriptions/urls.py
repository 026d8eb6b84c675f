from django.urls import path, register_converter
from django.urls.converters import StringConverter

from notices.models.subscription import SECRET_LENGTH
from notices.subscriptions import own_views, views

app_name = "subscriptions"


class SecretConverter(StringConverter):
    """The secret of a subscriber's links, whole."""

    regex = rf"[A-Za-z0-9_-]{{{SECRET_LENGTH}}}"


register_converter(SecretConverter, "secret")

urlpatterns = [
    path("", views.form, name="form"),
    path("send/", views.send, name="send"),
    path("send/confirm/", views.confirm_sender, name="confirm_sender"),
    path("sent/", views.sent, name="sent"),
    # Opened by links in mails
    path("<secret:secret>/", own_views.own, name="own"),
    path("<secret:secret>/confirm/", own_views.confirm_mailbox, name="confirm"),
    path(
        "<secret:secret>/unsubscribe/<slug:slug>/",
        own_views.unsubscribe_from,
        name="unsubscribe",
    ),
    path("<secret:secret>/erase/", own_views.erase_all, name="erase"),
]
