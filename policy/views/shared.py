"""What the public pages of a policy share."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from policy.models import Policy

RETRY_AFTER_SECONDS = 2


def public_policy(slug: str) -> Policy:
    """The policy at the address. Raises Http404 while nothing of it is published."""
    published = Policy.objects.filter(slug=slug, versions__published_at__isnull=False)
    policy = published.distinct().first()
    if policy is None:
        raise Http404(_("There is no policy at this address."))
    return policy


def to_permanent_address(request: HttpRequest, address: str) -> HttpResponse | None:
    """The way to the one address of a page from another spelling of it (``/01/``)."""
    return None if request.path == address else redirect(address)


def busy(request: HttpRequest) -> HttpResponse:
    """Ask for patience: others asked for costly work just before."""
    response = render(request, "policy/busy.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
