"""What the public pages of a policy share."""

from django.http import Http404
from django.utils.translation import gettext as _

from policy.models import Policy


def public_policy(slug: str) -> Policy:
    """The policy at the address. Raises Http404 while nothing of it is published."""
    published = Policy.objects.filter(slug=slug, versions__published_at__isnull=False)
    policy = published.distinct().first()
    if policy is None:
        raise Http404(_("There is no policy at this address."))
    return policy
