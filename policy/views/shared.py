"""What the public pages of a policy share."""

from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pages.remembered import Remembered
from policy.models import Ground, Policy, PolicyVersion
from policy.querysets import load_withholdings

RETRY_AFTER_SECONDS = 2
GONE = 410
# RFC 7725.
UNAVAILABLE_FOR_LEGAL_REASONS = 451


_policies: Remembered[dict[str, Policy]] = Remembered(
    lambda: {policy.slug: policy for policy in Policy.objects.public()}
)


def public_policy(slug: str) -> Policy:
    """The policy at the address, as ``PolicyQuerySet.public()`` gives it.

    Raises Http404 while nothing of it is published.
    """
    policy = _policies.get().get(slug)
    if policy is None:
        raise Http404(_("There is no policy at this address."))
    return policy


def public_policies() -> list[Policy]:
    """The same, all of them in their order."""
    return list(_policies.get().values())


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
    load_withholdings(versions)
    withheld = [version.withheld for version in versions if version.withheld]
    context = {
        "policy": policy,
        "withheld": withheld,
        "is_comparison": is_comparison,
        # For the form that compares two others.
        "first": "",
        "second": "",
    }
    return as_withheld(render(request, "policy/withheld.html", context), versions)


def as_withheld(
    response: HttpResponse, versions: Sequence[PolicyVersion]
) -> HttpResponse:
    """The answer with the status that withheld versions give it: one legal order among
    them makes it 451."""
    status = withheld_status(versions)
    if status is not None:
        response.status_code = status
    if status == UNAVAILABLE_FOR_LEGAL_REASONS:
        # RFC 7725, section 4: who blocks, not who ordered it.
        response.headers["Link"] = f'<{settings.SITE_URL}/>; rel="blocked-by"'
    return response


def withheld_status(versions: Sequence[PolicyVersion]) -> int | None:
    """That of an answer which cannot give the versions' words; None where it can."""
    grounds = {version.withheld.ground for version in versions if version.withheld}
    if not grounds:
        return None
    is_ordered = Ground.LEGAL_ORDER in grounds
    return UNAVAILABLE_FOR_LEGAL_REASONS if is_ordered else GONE


def busy(request: HttpRequest) -> HttpResponse:
    """Ask for patience: others asked for costly work just before."""
    response = render(request, "policy/busy.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
