from typing import Any

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from rights.law import Right
from rights.models.request import SECRET_LENGTH
from rights.views import asking, linking, metrics, own

app_name = "rights"


class RightConverter(StringConverter):
    """One of the rights."""

    regex = "|".join(Right.values)

    def to_python(self, value: str) -> Right:
        return Right(value)


class RequestSecretConverter(StringConverter):
    """The secret of a request's page, whole."""

    regex = rf"[A-Za-z0-9_-]{{{SECRET_LENGTH}}}"


class NumberConverter(StringConverter):
    """The public number of a request."""

    regex = r"R-[0-9A-Z]{4}-[0-9A-Z]{4}"


register_converter(RightConverter, "right")
register_converter(RequestSecretConverter, "request_secret")
register_converter(NumberConverter, "request_number")

# What can be done on the page of a request, below its address.
ACTIONS: list[tuple[str, Any, str]] = [
    ("", own.status, ""),
    ("confirm/", own.confirm, "_confirm"),
    ("message/", own.message, "_message"),
    ("withdraw/", own.withdraw, "_withdraw"),
    ("appeal/", own.appeal, "_appeal"),
    ("erase/", own.erase_all, "_erase"),
    ("export/", own.export, "_export"),
    ("files/<int:pk>/", own.answer, "_file"),
]

urlpatterns = [
    path("", asking.rights, name="rights"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("metrics.csv", metrics.metrics_file, name="metrics_file"),
    path("<right:right>/", asking.form, name="form"),
    path("send/", asking.send, name="send"),
    path("send/confirm/", asking.confirm_sender, name="confirm_sender"),
    path("sent/<request_number:number>/", asking.sent, name="sent"),
    path("link/", linking.link, name="link"),
    path("link/send/", linking.send, name="link_send"),
    path("link/send/confirm/", linking.confirm_sender, name="confirm_link_sender"),
    path("link/sent/", linking.sent, name="link_sent"),
    # Opened by links in mails
    *(
        path(f"requests/<request_secret:secret>/{end}", view, name=f"status{name}")
        for end, view, name in ACTIONS
    ),
    # The same, where a cookie stands for the secret
    *(path(f"request/{end}", view, name=f"visit{name}") for end, view, name in ACTIONS),
]
