"""The header and the footer around every page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories import make_draft, make_policy, make_upcoming, make_version
from tests.html import elements, words
from tests.policy.test_policy_page import read

pytestmark = pytest.mark.django_db

POLICIES = ["/privacy/", "/terms/", "/cookie-policy/", "/employees/"]


@pytest.fixture
def four_policies() -> None:
    for order, address in enumerate(POLICIES):
        make_version(make_policy(slug=address.strip("/"), order=order))
    make_draft(make_policy(slug="draft-only"))
    make_upcoming(make_policy(slug="not-yet"))


@pytest.mark.usefixtures("four_policies")
@pytest.mark.parametrize("address", ["/", *POLICIES, "/notices/", "/cookies/"])
@pytest.mark.parametrize("place", ["header", "footer"])
def test_every_policy_in_force_is_in_header_and_footer(
    client: Client, address: str, place: str
) -> None:
    html = read(client, address)
    links = [e for e in elements(html, "a") if e.inside[:3] == ["html", "body", place]]
    found = [link["href"] for link in links if "li" in link.inside]
    # The header also holds the hidden link of signed-in staff.
    more = {
        "header": ["/cookies/", "/admin/"],
        "footer": ["/subscribe/", "/privacy-rights/", "/cookies/"],
    }
    assert found == [*POLICIES, "/notices/", *more[place]]


@pytest.mark.usefixtures("four_policies")
@pytest.mark.parametrize("address", ["/terms/", "/notices/", "/cookies/"])
def test_the_page_that_is_shown_is_marked_once(client: Client, address: str) -> None:
    links = elements(read(client, address), "a")
    marked = [link["href"] for link in links if link["aria-current"] == "page"]
    assert marked == [address]


def test_the_footer_names_the_company(client: Client, settings: Any) -> None:
    settings.COMPANY_NAME = "Us & Co."
    settings.COMPANY_ADDRESS = ["1 Main Street", "Springfield"]
    settings.COMPANY_TELEPHONE = "(314) 555-0100"
    (footer,) = elements(read(client, "/"), "footer")
    text = " ".join(footer.text.split())
    for part in (
        "Us & Co.",
        "1 Main Street Springfield",
        "(314) 555-0100",
        "Copyright ©",
    ):
        assert part in text
    assert "Cookie choices" in text


def test_the_first_link_skips_to_the_content(client: Client) -> None:
    html = read(client, "/")
    links = [e["href"] for e in elements(html, "a") if "section" not in e.inside]
    assert links[0] == "#main"
    assert len([e for e in elements(html, "main") if e["id"] == "main"]) == 1


def test_a_page_needs_no_script_and_asks_nobody_else(
    client: Client, settings: Any
) -> None:
    html = read(client, "/")
    assert not elements(html, "script")
    assert not [e for e in elements(html) if e["style"] or e.tag == "style"]
    settings.GOOGLE_ANALYTICS_GTAG_PROPERTY_ID = "G-ABC1234567"
    html = read(client, "/")
    assert [e["src"] for e in elements(html, "script")] == ["/consent/analytics.js"]
    loaded = [
        e["src"] or e["href"] for e in elements(html) if e.tag in ("link", "script")
    ]
    assert [a for a in loaded if "://" in a] == ["http://localhost:8000/"]


def test_a_page_has_one_main_heading_and_a_language(client: Client) -> None:
    html = read(client, "/")
    assert len(elements(html, "h1")) == 1
    assert elements(html, "html")[0]["lang"] == "en-US"
    assert "Our policies" in words(html)
