"""A visitor who rejects, one whose browser sends the signal, one without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

from consent.selftest.findings import Finding, listed, nothing_foreign, only_kept
from consent.selftest.site import (
    BANNER,
    BANNER_REJECT,
    COOKIES,
    HOME,
    REJECTED,
    SAVE,
    SAVED,
    SIGNAL_LINE,
    Site,
)
from consent.selftest.visitor import Visitor

SIGNAL_IS_HONORED = "The signal is honored with its line and no banner"
FORMS_NEED_NO_SCRIPT = "The forms work without JavaScript"


def rejecting(visitor: Visitor, site: Site) -> Iterator[Finding]:
    """Reject on the banner, then look at every page."""
    visitor.look(HOME)
    visitor.press(BANNER_REJECT)
    for page in site.pages:
        visitor.look(page)
    name = "Only the choice is kept after rejecting"
    yield only_kept(name, visitor.ever_kept, visitor.address.choice_cookie)
    yield nothing_foreign(
        "No request to another host after rejecting", visitor.take_foreign_requests()
    )


def under_the_signal(visitor: Visitor, site: Site) -> Iterator[Finding]:
    """Look at every page with the header ``Sec-GPC: 1``, and choose nothing."""
    wrong = []
    for path in site.pages:
        visitor.look(path)
        if not visitor.page.locator(SIGNAL_LINE).is_visible():
            wrong.append(f"no line on {path}")
        if visitor.page.locator(BANNER).is_visible():
            wrong.append(f"a banner on {path}")
    detail = f"There is {listed(wrong)}." if wrong else f"On {listed(site.pages)}."
    yield Finding(SIGNAL_IS_HONORED, not wrong, detail)
    yield only_kept("No cookie under the signal", visitor.ever_kept)
    yield nothing_foreign(
        "No request to another host under the signal", visitor.take_foreign_requests()
    )


def without_script(visitor: Visitor, site: Site) -> Iterator[Finding]:
    """Reject on the banner, then save the same answers at /cookies/."""
    visitor.look(HOME)
    visitor.press(BANNER_REJECT)
    confirmed = {
        "the banner": visitor.page.locator(REJECTED).is_visible()
        and not visitor.page.locator(BANNER).is_visible()
    }
    visitor.look(COOKIES)
    visitor.press(SAVE)
    confirmed[COOKIES] = visitor.page.locator(SAVED).is_visible()
    missed = [form for form, is_confirmed in confirmed.items() if not is_confirmed]
    detail = (
        f"No confirmation from {listed(missed)}."
        if missed
        else f"Confirmed from {listed(confirmed)}."
    )
    yield Finding(FORMS_NEED_NO_SCRIPT, not missed, detail)
