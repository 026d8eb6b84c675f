"""A visitor whom another site sends, with a form that accepts in their name."""

from __future__ import annotations

from collections.abc import Iterator

from consent.selftest.findings import Finding
from consent.selftest.site import Site
from consent.selftest.visitor import Visitor

# No such host exists (RFC 2606); its page is made here.
FOREIGN_HOST = "self-test.invalid"
FORM = """<!doctype html><title>Elsewhere</title>
<form method="post" action="{url}/consent/choose/">
<input type="hidden" name="choice" value="accept"><button>Accept</button></form>"""
CONFIRM = "/consent/confirm/?choice=reject&next=/"
IS_REFUSED = "A form of another site is refused"


def from_elsewhere(visitor: Visitor, site: Site) -> Iterator[Finding]:
    """Send the foreign form; then look at the page for senders who are not known."""
    address = visitor.address
    page = f"{address.scheme}://{FOREIGN_HOST}/"
    visitor.context.route(
        page,
        lambda route: route.fulfill(
            content_type="text/html", body=FORM.format(url=address.url)
        ),
    )
    visitor.page.goto(page)
    answer = visitor.press("button")
    status = answer.status if answer else None
    has_chosen = address.choice_cookie in visitor.cookies()
    detail = f"Status {status}" + (", and a choice was kept." if has_chosen else ".")
    yield Finding(IS_REFUSED, status == 403 and not has_chosen, detail)

    # The one page for visitors that uses a token: its cookie must be declared too.
    visitor.look(CONFIRM)
