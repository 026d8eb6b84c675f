"""Do a policy's words about cookies agree with the catalogue in force?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from consent.in_force import catalogue_or_none
from consent.models.record import PRIVACY_POLICY
from policy.draftchecks import Finding, Subject, Weight

# Cookies are named as code: `_ga`. A hyphen at the end is that of a prefix.
NAMED = re.compile(r"<code>([\w*-]{1,79}[\w*])</code>")


def check_cookies(subject: Subject) -> Iterator[Finding]:
    """The privacy policy names the catalogue's cookies, and no others, if any."""
    known = catalogue_or_none()
    if known is None or subject.draft.policy.slug != PRIVACY_POLICY:
        return
    listed = {
        cookie.name.rstrip("*")
        for category in known.in_force.content.categories
        for cookie in category.cookies
    }
    named = {name.rstrip("*") for name in NAMED.findall(subject.rendered.html)}
    for name in sorted(named - listed):
        yield Finding(
            Weight.WARNING,
            _("The text names %(name)s, which is no cookie of the catalogue in force.")
            % {"name": name},
        )
    if named & listed:
        for name in sorted(listed - named):
            yield Finding(
                Weight.WARNING,
                _("The catalogue in force has the cookie %(name)s; the text does not.")
                % {"name": name},
            )
