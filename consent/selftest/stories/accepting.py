"""A visitor who looks around, accepts analytics, and withdraws."""

from __future__ import annotations

from collections.abc import Iterator

from consent.selftest import tag
from consent.selftest.choice_cookie import choice_cookie
from consent.selftest.findings import Finding, nothing_foreign, only_kept
from consent.selftest.site import (
    BANNER_ACCEPT,
    BANNER_BUTTONS,
    COOKIES,
    REJECT_ANALYTICS,
    SAVE,
    Site,
)
from consent.selftest.visitor import Visitor

WIDTHS = (320, 1280)
HEIGHT = 800
BUTTONS_ARE_EQUAL = "The banner's two buttons are equal in size"


def before_a_choice(visitor: Visitor, site: Site) -> Iterator[Finding]:
    """What the survey of all pages left behind."""
    yield only_kept("No cookie before a choice", visitor.ever_kept)
    yield nothing_foreign(
        "No request to another host before a choice", visitor.take_foreign_requests()
    )


def accepting(visitor: Visitor, site: Site) -> Iterator[Finding]:
    """Accept on the page that the survey left open."""
    yield equal_buttons(visitor)
    visitor.press(BANNER_ACCEPT)
    yield choice_cookie(visitor)
    yield tag.only_analytics(visitor)
    if tag.is_configured(visitor):
        yield tag.tag_is_declared(site)


def equal_buttons(visitor: Visitor) -> Finding:
    """Measure the banner's buttons on a phone and on a desktop."""
    buttons = visitor.page.locator(BANNER_BUTTONS)
    measured, is_equal = [], True
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
        sizes = [box for each in buttons.all() if (box := each.bounding_box())]
        shown = [f"{round(box['width'])} × {round(box['height'])}" for box in sizes]
        if len(shown) != 2:
            detail = f"At width {width} the banner shows {len(shown)} buttons."
            return Finding(BUTTONS_ARE_EQUAL, False, detail)
        is_equal = is_equal and shown[0] == shown[1]
        measured.append(f"{' and '.join(shown)} pixels at width {width}")
    return Finding(BUTTONS_ARE_EQUAL, is_equal, f"{'; '.join(measured)}.")


def withdrawing(visitor: Visitor, site: Site) -> Iterator[Finding]:
    """Withdraw at /cookies/; a tag that still runs in another tab is no excuse."""
    visitor.plant(tag.PLANTED)
    visitor.look(COOKIES)
    before = visitor.cookies().keys() & set(tag.PLANTED)
    visitor.page.locator(REJECT_ANALYTICS).check()
    visitor.press(SAVE)
    # What another tab writes until it is closed.
    visitor.plant(tag.PLANTED)
    visitor.take_foreign_requests()
    visitor.look(site.pages[-1])
    yield tag.gone(before, visitor.cookies().keys() & set(tag.PLANTED))
    yield nothing_foreign(
        "No request to another host after withdrawal", visitor.take_foreign_requests()
    )
