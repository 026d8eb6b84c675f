"""Signing in to the desk, where the person may have rejected authentication.

Nobody is signed in against their choice: the page says so, asks, and records the answer
before there is a session.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centene_site.security_log import Event, log
from consent.choices import AUTHENTICATION
from consent.choosing import NotKept, TooMany, accept_authentication
from consent.cookie import write_choice
from consent.forms import SIGN_IN
from consent.middleware import consent_of
from consent.views.shared import RETRY_AFTER_SECONDS


def must_ask(request: HttpRequest) -> bool:
    """Whether the person rejected the category that signing in cannot do without."""
    return consent_of(request).rejects(AUTHENTICATION)


class SignInForm(AdminAuthenticationForm):
    """Name and password; and a tick, where authentication was rejected."""

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        if request is not None and must_ask(request):
            self.fields["accept_authentication"] = forms.BooleanField(
                label=SIGN_IN,
                widget=forms.CheckboxInput({"aria-describedby": "sign-in-choice-why"}),
                error_messages={
                    "required": gettext_lazy(
                        "Tick the box to sign in: without these cookies it cannot work."
                    )
                },
            )


class SignIn(LoginView):
    """Django's view; a choice that has to change is recorded first."""

    authentication_form = SignInForm
    template_name = "admin/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; where the change of the choice cannot be recorded, do not."""
        if not must_ask(self.request):
            return super().form_valid(form)
        try:
            choice = accept_authentication(consent_of(self.request))
        except NotKept as error:
            return self._not_kept(form, 429 if isinstance(error, TooMany) else 503)
        response = super().form_valid(form)
        write_choice(response, choice)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """The form again; a pair of name and password that is wrong is logged."""
        if self.request.method == "POST" and form.non_field_errors():
            log(
                Event.SIGN_IN_FAILED,
                self.request,
                name=str(form.data.get("username", "")),
            )
        return super().form_invalid(form)

    def _not_kept(self, form: Any, status: int) -> HttpResponse:
        form.add_error(
            None,
            _(
                "You are not signed in, and no cookie was set: we could not record "
                "that you accept the authentication cookies. Please try again in a "
                "minute."
            ),
        )
        response = super().form_invalid(form)
        response.status_code = status
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
