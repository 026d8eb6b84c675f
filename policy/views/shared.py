"""What the public pages of a policy share."""

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from policy.models import Ground, Policy, PolicyVersion

RETRY_AFTER_SECONDS = 2
GONE = 410
# RFC 7725.
UNAVAILABLE_FOR_LEGAL_REASONS = 451


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


def withheld_page(
    request: HttpRequest,
    policy: Policy,
    versions: Sequence[PolicyVersion],
    *,
    is_comparison: bool = False,
) -> HttpResponse:
    """What there is instead of the withheld versions' words."""
    withheld = [version.withheld for version in versions if version.withheld]
    readable = policy.versions.readable().without_bodies()
    current = readable.in_force().first()
    last = readable.begun().order_by("effective_at").last() if not current else None
    context = {
        "policy": policy,
        "withheld": withheld,
        "is_comparison": is_comparison,
        "current": current,
        "last_readable": last,
        # For the form that compares two others.
        "first": "",
        "second": "",
    }
    return as_withheld(render(request, "policy/withheld.html", context), versions)


def as_withheld(
    response: HttpResponse, versions: Sequence[PolicyVersion]
) -> HttpResponse:
    """The answer with its status: one legal order among them makes it 451."""
    grounds = {version.withheld.ground for version in versions if version.withheld}
    if Ground.LEGAL_ORDER not in grounds:
        response.status_code = GONE
        return response
    response.status_code = UNAVAILABLE_FOR_LEGAL_REASONS
    # RFC 7725, section 4: who blocks, not who ordered it.
    response.headers["Link"] = f'<{settings.SITE_URL}/>; rel="blocked-by"'
    return response


def busy(request: HttpRequest) -> HttpResponse:
    """Ask for patience: others asked for costly work just before."""
    response = render(request, "policy/busy.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
