"""The cookie of a choice: which attributes it must have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from consent.selftest.address import Address
from consent.selftest.findings import Finding
from consent.selftest.visitor import Visitor


def choice_cookie(visitor: Visitor) -> Finding:
    """Judge the cookie that a choice has just set."""
    address = visitor.address
    name = "The choice's cookie is HttpOnly, SameSite=Lax" + (
        ", Secure and named __Host-…" if address.is_https else ""
    )
    cookie = visitor.cookies().get(address.choice_cookie)
    if cookie is None:
        detail = f"The choice set no cookie {address.choice_cookie}."
        return Finding(name, False, detail)
    found = list(flaws(cookie, address))
    detail = f"{address.choice_cookie} {', '.join(found) or 'has them all'}."
    return Finding(name, not found, detail)


def flaws(cookie: Mapping[str, Any], address: Address) -> Iterator[str]:
    """What is wrong with a cookie, as Playwright describes it.

    https://www.rfc-editor.org/rfc/rfc6265; the prefix: RFC 6265bis, section 4.1.3.2.
    """
    if not cookie["httpOnly"]:
        yield "can be read by scripts"
    if cookie["sameSite"] != "Lax":
        yield f"has SameSite={cookie['sameSite']}"
    if cookie["domain"].startswith("."):
        yield "goes to other hosts of the domain"
    if cookie["path"] != "/":
        yield f"is for {cookie['path']} alone"
    if address.is_https and not cookie["secure"]:
        yield "is not Secure"
