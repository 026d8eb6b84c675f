"""Where a browser goes after a form."""

from django.http.response import HttpResponseRedirectBase


class SeeOther(HttpResponseRedirectBase):
    """303: whatever the method was, GET what is there."""

    status_code = 303
